package io.waybill.frontend;

/** A connection of a client, whatever it speaks at the moment. Confined to one event loop. */
interface ClientConnection {

    /** Waybill, or the listener, is stopping: the connection ends as soon as it has nothing to finish. */
    void drain();

    /** Waybill is stopping and does not wait any longer. */
    void cut();
}
