package io.waybill.control;

import io.waybill.config.ListenerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.frontend.Listener;
import io.waybill.net.ServerTls;
import io.waybill.pool.Server;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import org.jspecify.annotations.Nullable;

/** Port: what a change of the configuration needs of the loops. Implemented by who puts Waybill together. */
public interface DataPlanePort {

    /**
     * A listener that is ready to be bound.
     *
     * @param tls what its connections use; null for plain HTTP
     */
    Listener listener(WaybillConfig config, ListenerConfig listener, @Nullable ServerTls tls, Counters counters);

    /**
     * What is counted of one listener.
     *
     * @param traffic of requests
     * @param connections of connections
     * @param protocols of what goes on below requests
     */
    record Counters(TrafficStats traffic, ConnectionStats connections, ProtocolStats protocols) {}

    /**
     * A listener that is open goes on as this configuration says.
     *
     * @return whether all loops have taken it; one that is busy for seconds takes it later
     */
    boolean use(WaybillConfig config, OpenListener open);

    /** No loop keeps a connection to this server, which is retired. */
    void forget(Server server);
}
