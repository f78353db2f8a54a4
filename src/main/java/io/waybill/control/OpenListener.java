package io.waybill.control;

import io.waybill.config.HostPort;
import io.waybill.config.ListenerConfig;
import io.waybill.frontend.Listener;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;
import org.jspecify.annotations.Nullable;

/**
 * A listener of the configuration, its socket, its counters. Immutable but for the counters and the socket.
 *
 * @param config as it is now
 * @param listener null for one that is not opened, because it needs TLS
 * @param port that it is bound to; 0 if it is not
 * @param traffic counters of requests, which outlive a change of the address
 * @param connections counters of connections, which outlive a change of the name
 */
public record OpenListener(
        ListenerConfig config,
        @Nullable Listener listener,
        int port,
        TrafficStats traffic,
        ConnectionStats connections) {

    public String name() {
        return config.name();
    }

    /** Where it listens, with the port that the system chose if it was left to it. */
    public String address() {
        return new HostPort(
                        config.address().host(),
                        listener == null ? config.address().port() : port)
                .toString();
    }

    /** Whether it is bound. */
    public boolean isOpen() {
        return listener != null;
    }
}
