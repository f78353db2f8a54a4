package io.waybill.config;

import java.time.Duration;

/**
 * Upstream connections kept for reuse, as written under {@code pools.<pool>.idleConnections}. Immutable.
 *
 * @param perServer connections kept to one server by each event loop; 0 keeps none
 * @param timeout how long a connection may be unused
 * @param maxAge how long after its opening a connection may be used for another request; zero for no limit
 */
public record IdleConfig(int perServer, Duration timeout, Duration maxAge) {

    static final int MAX_PER_SERVER = 100_000;
    static final Duration MAX = Duration.ofHours(24);
    static final IdleConfig STANDARD = new IdleConfig(128, Duration.ofSeconds(30), Duration.ZERO);

    public IdleConfig {
        if (perServer < 0 || perServer > MAX_PER_SERVER) {
            throw new IllegalArgumentException("perServer: found " + perServer + ", expected 0 to " + MAX_PER_SERVER);
        }
        if (timeout.isZero() || timeout.isNegative() || maxAge.isNegative()) {
            throw new IllegalArgumentException("idleConnections: found a time below its least");
        }
    }
}
