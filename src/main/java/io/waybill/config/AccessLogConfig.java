package io.waybill.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the line about each exchange goes and what it looks like, as written under {@code accessLog}. Immutable.
 *
 * @param file {@link #STANDARD_OUTPUT}, an absolute path, or null for no access log
 * @param format the shape of a line
 */
public record AccessLogConfig(@Nullable String file, Format format) {

    /** The value of {@code file} that means standard output. */
    public static final String STANDARD_OUTPUT = "-";

    /** The shape of a line of the access log: the key {@code accessLog.format}. Immutable. */
    public enum Format implements Choice {
        /** Waybill's own, in a fixed order of fields. */
        TEXT,
        /** One JSON object. */
        JSON,
        /** What Apache and nginx call combined. */
        COMBINED,
        /** HAProxy's HTTP format. */
        HAPROXY;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What holds when the file says nothing: text on standard output. */
    public static AccessLogConfig standard() {
        return new AccessLogConfig(STANDARD_OUTPUT, Format.TEXT);
    }
}
