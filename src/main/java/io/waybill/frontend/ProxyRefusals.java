package io.waybill.frontend;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of connections that did not begin with a good PROXY header: one line a second at most, as anybody may
 * cause them. Confined to one event loop.
 */
final class ProxyRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyRefusals.class);
    private static final long BETWEEN_LINES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long lineNanos = System.nanoTime() - BETWEEN_LINES_NANOS;
    private long leftOut;

    /**
     * Logs a refusal, or counts it for the next line.
     *
     * @param listener its name
     * @param peer whom the socket names
     * @param reason {@code untrusted}, {@code malformed}, {@code missing} or {@code late}
     */
    void log(String listener, SocketAddress peer, String reason) {
        long now = System.nanoTime();
        if (now - lineNanos < BETWEEN_LINES_NANOS) {
            leftOut++;
            return;
        }
        LOG.warn("proxy header refused: listener={} peer={} reason={} left-out={}", listener, peer, reason, leftOut);
        lineNanos = now;
        leftOut = 0;
    }
}
