package io.waybill.stats;

import java.util.Locale;

/** What is counted of the protocols that connections of a listener speak below and beside plain requests. */
public enum ProtocolEvent {
    /** A TLS handshake succeeded. */
    TLS_HANDSHAKE,
    /** One of them resumed an earlier session. */
    TLS_RESUMED,
    /** A TLS handshake failed, or took too long. */
    TLS_FAILED,
    /** A client spoke plain HTTP where TLS is spoken. */
    PLAIN_ON_TLS,
    /** A connection was refused for its PROXY header, or for the lack of one. */
    PROXY_REFUSED,
    /** A connection speaks HTTP/2. */
    HTTP2_CONNECTION,
    /** A request switched to another protocol, such as WebSocket. */
    TUNNEL_OPENED,
    /** Such a tunnel ended. */
    TUNNEL_CLOSED,
    /** A connection was closed for giving up streams too fast. */
    FLOOD_RESETS,
    /** A connection was closed for making Waybill give up streams too fast. */
    FLOOD_PROVOKED_RESETS,
    /** A connection was closed for CONTINUATION frames without end. */
    FLOOD_CONTINUATION,
    /** A connection was closed for too many PING frames. */
    FLOOD_PING,
    /** A connection was closed for too many SETTINGS frames. */
    FLOOD_SETTINGS,
    /** A connection was closed for too many PRIORITY or other frames that carry nothing. */
    FLOOD_PRIORITY,
    /** A connection was closed for too many empty DATA or HEADERS frames. */
    FLOOD_EMPTY,
    /** A connection was closed for heads, or a compression table, beyond every limit. */
    FLOOD_HEADERS,
    /** A connection was closed because it asked for much and took nothing. */
    FLOOD_STALLED;

    /** {@code tls_handshake}: for statistics and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Index of this event in arrays of counters; not to be kept beyond the life of the process. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }
}
