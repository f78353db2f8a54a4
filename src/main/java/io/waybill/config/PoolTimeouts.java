package io.waybill.config;

import java.time.Duration;

/**
 * How long an exchange waits for the servers of a pool. Immutable.
 *
 * @param connect for a connection to a server; never zero
 * @param firstByte from the end of the request to the first byte of the response head; zero for no limit
 * @param idle between two reads or writes while bodies flow; zero for no limit
 * @param tunnel in place of {@code idle} once the protocol was switched, as for WebSocket; zero for no limit
 * @param total for the exchange as a whole, with all its attempts; zero for no limit
 */
public record PoolTimeouts(Duration connect, Duration firstByte, Duration idle, Duration tunnel, Duration total) {

    static final Duration MAX = Duration.ofHours(24);
    static final PoolTimeouts STANDARD = new PoolTimeouts(
            Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(1), Duration.ZERO);

    public PoolTimeouts {
        if (connect.isZero() || connect.isNegative()) {
            throw new IllegalArgumentException("connect: found " + connect + ", expected more than nothing");
        }
        if (firstByte.isNegative() || idle.isNegative() || tunnel.isNegative() || total.isNegative()) {
            throw new IllegalArgumentException("timeouts: found one below zero, expected zero or more");
        }
    }
}
