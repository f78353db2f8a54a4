package io.waybill.config;

import java.time.Duration;

/**
 * How long Waybill waits for clients. Immutable.
 *
 * @param requestHead from the first byte of a request, or the opening of the connection, to the end of its head
 * @param keepAlive between two requests on one connection
 * @param handshake for a TLS handshake
 */
public record ClientTimeouts(Duration requestHead, Duration keepAlive, Duration handshake) {

    static final Duration MAX = Duration.ofHours(24);
    static final ClientTimeouts STANDARD =
            new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(10));

    public ClientTimeouts {
        if (requestHead.isZero() || keepAlive.isZero() || handshake.isZero()) {
            throw new IllegalArgumentException("timeouts: found 0, expected more than nothing");
        }
        if (requestHead.isNegative() || keepAlive.isNegative() || handshake.isNegative()) {
            throw new IllegalArgumentException("timeouts: found one below zero, expected more than nothing");
        }
    }
}
