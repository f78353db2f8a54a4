package io.waybill.frontend;

import io.waybill.http.HeadLimits;

/**
 * How much and how long clients of a listener may. Immutable.
 *
 * @param heads sizes and counts of request heads and trailers
 * @param maxConnections open at once on the listener, all loops together; 0 for no limit
 * @param requestHeadNanos from the first byte of a head, or from the begin of the connection, to the end of the head
 * @param keepAliveNanos between a response and the first byte of the next request
 * @param handshakeNanos from the begin of the connection to the end of its TLS handshake
 */
public record ClientLimits(
        HeadLimits heads, int maxConnections, long requestHeadNanos, long keepAliveNanos, long handshakeNanos) {}
