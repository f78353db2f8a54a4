package io.waybill.upstream;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.Tokens;
import java.util.concurrent.TimeUnit;

/**
 * What a server says about how long it keeps an idle connection: {@code Keep-Alive: timeout=5} (RFC 2068, section
 * 19.7.1.1, still sent by many). A connection that is used again in its last moment costs an attempt, so a second of the
 * time is left. Immutable.
 */
final class KeepAliveHint {

    /** The server says nothing. */
    static final long NONE = Long.MAX_VALUE;

    private static final String TIMEOUT = "timeout=";
    private static final int MOST_SECONDS = 1_000_000;
    private static final int MARGIN_SECONDS = 1;

    private KeepAliveHint() {}

    /** How long the connection may be used again, or {@link #NONE}. */
    static long nanos(FieldSection fields) {
        int line = fields.first(FieldName.KEEP_ALIVE);
        if (line < 0) {
            return NONE;
        }
        byte[] bytes = fields.bytes();
        int end = fields.valueEnd(line);
        for (int at = fields.valueStart(line); at + TIMEOUT.length() < end; at++) {
            if (Tokens.equalsIgnoreCase(bytes, at, at + TIMEOUT.length(), TIMEOUT)) {
                return nanos(bytes, at + TIMEOUT.length(), end);
            }
        }
        return NONE;
    }

    private static long nanos(byte[] bytes, int start, int end) {
        int seconds = 0;
        int at = start;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && seconds < MOST_SECONDS) {
            seconds = seconds * 10 + bytes[at] - '0';
            at++;
        }
        return at == start ? NONE : TimeUnit.SECONDS.toNanos(Math.max(0, seconds - MARGIN_SECONDS));
    }
}
