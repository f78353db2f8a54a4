package io.waybill.control;

import io.waybill.config.HostPort;
import io.waybill.config.ListenerConfig;
import io.waybill.frontend.Listener;
import io.waybill.net.ServerTls;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import org.jspecify.annotations.Nullable;

/**
 * A listener of the configuration, its socket, its counters. Immutable but for the counters and the socket.
 *
 * @param config as it is now
 * @param listener with its sockets
 * @param port that it is bound to
 * @param tls what its new connections use; null for plain HTTP
 * @param traffic counters of requests, which outlive a change of the address
 * @param connections counters of connections, which outlive a change of the name
 * @param protocols counters of what goes on below requests, which go with {@code connections}
 */
public record OpenListener(
        ListenerConfig config,
        Listener listener,
        int port,
        @Nullable ServerTls tls,
        TrafficStats traffic,
        ConnectionStats connections,
        ProtocolStats protocols) {

    public String name() {
        return config.name();
    }

    /** Where it listens, with the port that the system chose if it was left to it. */
    public String address() {
        return new HostPort(config.address().host(), port).toString();
    }
}
