package io.waybill.exchange;

/** Port: is told once of each exchange that has ended. One instance per event loop, called on that loop; never blocks. */
public interface ExchangeListener {

    /** The exchange has ended: the last byte of its response was written, or it was abandoned. */
    void finished(ExchangeRecord exchange);
}
