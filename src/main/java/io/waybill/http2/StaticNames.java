package io.waybill.http2;

import io.waybill.http.FieldName;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Field names that are written in a way of their own, above all those of HPACK's static table (RFC 7541, appendix A). */
enum StaticNames {
    ACCEPT_CHARSET("accept-charset", 15),
    ACCEPT_ENCODING("accept-encoding", 16),
    ACCEPT_LANGUAGE("accept-language", 17),
    ACCEPT_RANGES("accept-ranges", 18),
    ACCEPT("accept", 19),
    ACCESS_CONTROL_ALLOW_ORIGIN("access-control-allow-origin", 20),
    AGE("age", 21),
    ALLOW("allow", 22),
    AUTHORIZATION("authorization", 23, Use.SECRET),
    CACHE_CONTROL("cache-control", 24),
    CONTENT_DISPOSITION("content-disposition", 25),
    CONTENT_ENCODING("content-encoding", 26),
    CONTENT_LANGUAGE("content-language", 27),
    CONTENT_LENGTH("content-length", 28, Use.LEFT_OUT),
    CONTENT_LOCATION("content-location", 29),
    CONTENT_RANGE("content-range", 30),
    CONTENT_TYPE("content-type", 31),
    COOKIE("cookie", 32, Use.SECRET),
    DATE("date", 33),
    ETAG("etag", 34),
    EXPECT("expect", 35),
    EXPIRES("expires", 36),
    FROM("from", 37),
    HOST("host", 38, Use.LEFT_OUT),
    IF_MATCH("if-match", 39),
    IF_MODIFIED_SINCE("if-modified-since", 40),
    IF_NONE_MATCH("if-none-match", 41),
    IF_RANGE("if-range", 42),
    IF_UNMODIFIED_SINCE("if-unmodified-since", 43),
    LAST_MODIFIED("last-modified", 44),
    LINK("link", 45),
    LOCATION("location", 46),
    MAX_FORWARDS("max-forwards", 47),
    PROXY_AUTHENTICATE("proxy-authenticate", 48),
    PROXY_AUTHORIZATION("proxy-authorization", 49, Use.SECRET),
    RANGE("range", 50),
    REFERER("referer", 51),
    REFRESH("refresh", 52),
    RETRY_AFTER("retry-after", 53),
    SERVER("server", 54),
    SET_COOKIE("set-cookie", 55, Use.SECRET),
    STRICT_TRANSPORT_SECURITY("strict-transport-security", 56),
    TRANSFER_ENCODING("transfer-encoding", 57, Use.LEFT_OUT),
    USER_AGENT("user-agent", 58),
    VARY("vary", 59),
    VIA("via", 60),
    WWW_AUTHENTICATE("www-authenticate", 61),
    CONNECTION("connection", 0, Use.LEFT_OUT),
    KEEP_ALIVE("keep-alive", 0, Use.LEFT_OUT),
    PROXY_CONNECTION("proxy-connection", 0, Use.LEFT_OUT),
    HTTP2_SETTINGS("http2-settings", 0, Use.LEFT_OUT),
    TE("te", 0, Use.LEFT_OUT),
    UPGRADE("upgrade", 0, Use.LEFT_OUT),
    SEC_WEBSOCKET_KEY("sec-websocket-key", 0, Use.OF_HANDSHAKE),
    SEC_WEBSOCKET_ACCEPT("sec-websocket-accept", 0, Use.OF_HANDSHAKE);

    /** What becomes of a field of that name. */
    enum Use {
        WRITTEN,
        /** As a literal that nobody puts into a table (RFC 7541, section 7.1.3). */
        SECRET,
        /** It is about one connection, or a pseudo-field says it. */
        LEFT_OUT,
        /** An extended CONNECT has no need of it (RFC 8441, section 5). */
        OF_HANDSHAKE
    }

    /** Power of two, several times as many as there are names. */
    private static final int TABLE_SIZE = 512;

    private static final @Nullable StaticNames[] TABLE = table();

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final byte[] name;

    private final int hash;
    private final int index;
    private final Use use;

    StaticNames(String name, int index) {
        this(name, index, Use.WRITTEN);
    }

    StaticNames(String name, int index, Use use) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
        this.hash = FieldName.hashOf(this.name, 0, this.name.length);
        this.index = index;
        this.use = use;
    }

    private static @Nullable StaticNames[] table() {
        @Nullable StaticNames[] table = new @Nullable StaticNames[TABLE_SIZE];
        for (StaticNames entry : values()) {
            int slot = entry.hash & (TABLE_SIZE - 1);
            while (table[slot] != null) {
                slot = (slot + 1) & (TABLE_SIZE - 1);
            }
            table[slot] = entry;
        }
        return table;
    }

    /** The entry whose name that range spells, in any case; null if there is none. */
    static @Nullable StaticNames of(byte[] bytes, int start, int end, int hash) {
        int slot = hash & (TABLE_SIZE - 1);
        StaticNames entry = TABLE[slot];
        while (entry != null) {
            if (entry.hash == hash && entry.isSpelled(bytes, start, end)) {
                return entry;
            }
            slot = (slot + 1) & (TABLE_SIZE - 1);
            entry = TABLE[slot];
        }
        return null;
    }

    private boolean isSpelled(byte[] bytes, int start, int end) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            byte b = bytes[start + i];
            if (b != name[i] && (b | ' ') != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Place in the static table; 0 for a name that is not in it. */
    int index() {
        return index;
    }

    Use use() {
        return use;
    }
}
