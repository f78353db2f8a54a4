package io.waybill.admin;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what, and who was not let in. What strangers can make it say is limited to a line a second. Confined to the
 * admin thread.
 */
final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long lastRefusalNanos = System.nanoTime() - PAUSE_NANOS;
    private long leftOut;

    /**
     * Where a request comes from, and what it is. Immutable.
     *
     * @param remote address of the client
     * @param id of the request
     */
    record Entry(String remote, String id, String method, String path) {}

    /** A change by somebody who is known was tried. */
    void changed(Entry entry, Caller by, String what, String reason, int status) {
        LOG.info(
                "admin change: by={} remote={} request-id={} method={} path={} change=\"{}\" reason=\"{}\" status={}",
                by.name(),
                entry.remote(),
                entry.id(),
                escaped(entry.method()),
                escaped(entry.path()),
                escaped(what),
                escaped(reason),
                status);
    }

    /** Somebody was not let in. */
    void refused(Entry entry, String why) {
        long now = System.nanoTime();
        if (now - lastRefusalNanos < PAUSE_NANOS) {
            leftOut++;
            return;
        }
        LOG.warn(
                "admin access refused: reason={} remote={} request-id={} method={} path={} left-out={}",
                why,
                entry.remote(),
                entry.id(),
                escaped(entry.method()),
                escaped(entry.path()),
                leftOut);
        lastRefusalNanos = now;
        leftOut = 0;
    }

    /** Fit to stand between quotes in a line of its own. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
