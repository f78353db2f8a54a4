package io.waybill.config;

import java.time.Duration;

/**
 * What a peer may do on one HTTP/2 connection, as written under {@code http2}; counts are per second and are no limit for
 * a peer that behaves. Immutable.
 *
 * @param streams requests that a client may have open at once
 * @param streamWindow bytes of a body that may be under way on a stream whose reader is slow
 * @param headerTable bytes of the table by which a peer compresses its heads (HPACK)
 * @param resets streams that a client may give up, or make Waybill give up
 * @param controlFrames PING, SETTINGS, PRIORITY and empty frames, each kind for itself
 * @param ping how often a connection to a server that is in use, and silent, is asked whether it is alive; zero for never
 * @param maxAge after which a client's connection is asked to make place for a new one; zero for never
 */
public record Http2Config(
        int streams, int streamWindow, int headerTable, int resets, int controlFrames, Duration ping, Duration maxAge) {

    static final int MAX_STREAMS = 10_000;
    static final int MIN_WINDOW = 64 * 1024;
    static final int MAX_WINDOW = 16 * 1024 * 1024;
    static final int MAX_HEADER_TABLE = 64 * 1024;
    static final int MAX_RATE = 1_000_000;
    static final Duration MAX = Duration.ofHours(24);
    static final Http2Config STANDARD =
            new Http2Config(100, 256 * 1024, 4096, 100, 100, Duration.ofSeconds(20), Duration.ZERO);

    public Http2Config {
        if (streams < 1 || streamWindow < 65_535 || headerTable < 0 || resets < 1 || controlFrames < 1) {
            throw new IllegalArgumentException("http2: found one below its least");
        }
        if (ping.isNegative() || maxAge.isNegative()) {
            throw new IllegalArgumentException("http2: found a time below zero, expected zero or more");
        }
    }

    /** What holds where the file says nothing. */
    public static Http2Config standard() {
        return STANDARD;
    }
}
