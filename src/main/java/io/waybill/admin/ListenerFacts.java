package io.waybill.admin;

import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import org.jspecify.annotations.Nullable;

/**
 * One listener of the data plane. Immutable, apart from the counters it refers to.
 *
 * @param name key under {@code listeners}
 * @param address it is bound to, as {@code host:port}
 * @param state {@code open}, {@code draining} or {@code closed}
 * @param tls null for plain HTTP
 */
public record ListenerFacts(
        String name,
        String address,
        String state,
        TrafficStats traffic,
        ConnectionStats connections,
        ProtocolStats protocols,
        @Nullable TlsFacts tls) {}
