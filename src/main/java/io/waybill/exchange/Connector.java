package io.waybill.exchange;

import io.waybill.pool.Pool;
import io.waybill.pool.Server;

/** Port: a stream to a server, from an idle connection or a new one. One per event loop. Implemented by {@code upstream}. */
public interface Connector {

    /**
     * Finds or opens a connection; exactly one method of {@code events} is called, perhaps before this returns.
     *
     * @param reuse which idle connections will do
     */
    void connect(Pool pool, Server server, Reuse reuse, ConnectEvents events);

    /**
     * Keeps no connection to a server from now on: idle ones are closed, one that is in use is closed when its exchange
     * is over. An exchange that began before may still connect to it.
     *
     * @param server {@link Server#retire retired} before, or its next connection would be kept again
     */
    void forget(Server server);
}
