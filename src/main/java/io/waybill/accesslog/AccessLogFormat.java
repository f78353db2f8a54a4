package io.waybill.accesslog;

/** How a line looks; {@code docs/access-log.md} has every field. */
public enum AccessLogFormat {
    /** Waybill's own: for people, fixed order, times in milliseconds. */
    TEXT,
    /** One JSON object per line. */
    JSON,
    /** Apache's combined format, with the request ID in the place of the identity. */
    COMBINED,
    /** HAProxy's httplog, with the request ID as the one captured request header. */
    HAPROXY;

    LineFormat newLineFormat(Timestamps timestamps) {
        return switch (this) {
            case TEXT -> new TextLine(timestamps);
            case JSON -> new JsonLine(timestamps);
            case COMBINED -> new CombinedLine(timestamps);
            case HAPROXY -> new HaproxyLine(timestamps);
        };
    }
}
