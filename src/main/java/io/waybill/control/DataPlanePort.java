package io.waybill.control;

import io.waybill.config.ListenerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.frontend.Listener;
import io.waybill.pool.Server;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;

/** Port: what a change of the configuration needs of the loops. Implemented by who puts Waybill together. */
public interface DataPlanePort {

    /** A listener that is ready to be bound. */
    Listener listener(
            WaybillConfig config,
            ListenerConfig listener,
            TrafficStats traffic,
            ConnectionStats connections,
            ProtocolStats protocols);

    /** A listener that is open goes on as this configuration says. */
    void use(WaybillConfig config, OpenListener open);

    /** No loop keeps a connection to this server, which is retired. */
    void forget(Server server);
}
