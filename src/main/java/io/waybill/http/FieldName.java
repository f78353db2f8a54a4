package io.waybill.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of a field, ready to be compared with bytes of a head. Names that the data plane asks for on every request
 * are well known: they carry a small id, and {@link FieldSection} finds their first line by an array read. Immutable.
 */
public final class FieldName {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Sets the bit in four bytes at once that tells lower from upper case. */
    private static final int IGNORE_CASE = 0x20202020;

    private static final long IGNORE_CASE_8 = 0x2020202020202020L;

    private static final int NOT_WELL_KNOWN = -1;

    /** Power of two, large enough that the well-known names rarely share a slot. */
    private static final int TABLE_SIZE = 256;

    private static final @Nullable FieldName[] TABLE = new @Nullable FieldName[TABLE_SIZE];

    private static final int MOST_WELL_KNOWN = 48;

    private static final FieldName[] BY_ID = new FieldName[MOST_WELL_KNOWN];

    public static final FieldName ACCEPT = wellKnown(0, "Accept");
    public static final FieldName CONNECTION = wellKnown(1, "Connection");
    public static final FieldName CONTENT_LENGTH = wellKnown(2, "Content-Length");
    public static final FieldName CONTENT_TYPE = wellKnown(3, "Content-Type");
    public static final FieldName DATE = wellKnown(4, "Date");
    public static final FieldName EXPECT = wellKnown(5, "Expect");
    public static final FieldName FORWARDED = wellKnown(6, "Forwarded");
    public static final FieldName HOST = wellKnown(7, "Host");
    public static final FieldName HTTP2_SETTINGS = wellKnown(8, "HTTP2-Settings");
    public static final FieldName KEEP_ALIVE = wellKnown(9, "Keep-Alive");
    public static final FieldName LOCATION = wellKnown(10, "Location");
    public static final FieldName PROXY_AUTHENTICATE = wellKnown(11, "Proxy-Authenticate");
    public static final FieldName PROXY_AUTHORIZATION = wellKnown(12, "Proxy-Authorization");
    public static final FieldName PROXY_CONNECTION = wellKnown(13, "Proxy-Connection");
    public static final FieldName REFERER = wellKnown(14, "Referer");
    public static final FieldName RETRY_AFTER = wellKnown(15, "Retry-After");
    public static final FieldName SERVER = wellKnown(16, "Server");
    public static final FieldName TE = wellKnown(17, "TE");
    public static final FieldName TRAILER = wellKnown(18, "Trailer");
    public static final FieldName TRANSFER_ENCODING = wellKnown(19, "Transfer-Encoding");
    public static final FieldName UPGRADE = wellKnown(20, "Upgrade");
    public static final FieldName USER_AGENT = wellKnown(21, "User-Agent");
    public static final FieldName VIA = wellKnown(22, "Via");
    public static final FieldName X_FORWARDED_FOR = wellKnown(23, "X-Forwarded-For");
    public static final FieldName X_FORWARDED_HOST = wellKnown(24, "X-Forwarded-Host");
    public static final FieldName X_FORWARDED_PORT = wellKnown(25, "X-Forwarded-Port");
    public static final FieldName X_FORWARDED_PROTO = wellKnown(26, "X-Forwarded-Proto");
    public static final FieldName X_UNIQUE_REQUEST_ID = wellKnown(27, "X-Unique-Request-Id");
    public static final FieldName AUTHORIZATION = wellKnown(28, "Authorization");
    public static final FieldName COOKIE = wellKnown(29, "Cookie");
    public static final FieldName SET_COOKIE = wellKnown(30, "Set-Cookie");

    public static final FieldName AGE = wellKnown(31, "Age");
    public static final FieldName CACHE_CONTROL = wellKnown(32, "Cache-Control");
    public static final FieldName CONTENT_ENCODING = wellKnown(33, "Content-Encoding");
    public static final FieldName CONTENT_RANGE = wellKnown(34, "Content-Range");
    public static final FieldName MAX_FORWARDS = wellKnown(35, "Max-Forwards");
    public static final FieldName RANGE = wellKnown(36, "Range");
    public static final FieldName WWW_AUTHENTICATE = wellKnown(37, "WWW-Authenticate");

    private final String text;
    private final byte[] lowerCase;
    private final int hash;
    private final int id;

    private FieldName(String text, int id) {
        this.text = text;
        this.lowerCase = text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        this.hash = hashOf(lowerCase, 0, lowerCase.length);
        this.id = id;
    }

    private static FieldName wellKnown(int id, String text) {
        FieldName name = new FieldName(text, id);
        BY_ID[id] = name;
        int slot = name.hash & (TABLE_SIZE - 1);
        while (TABLE[slot] != null) {
            slot = (slot + 1) & (TABLE_SIZE - 1);
        }
        TABLE[slot] = name;
        return name;
    }

    /**
     * The name that {@code text} spells, in any case.
     *
     * @throws IllegalArgumentException if it is empty or not a token (RFC 9110, section 5.6.2)
     */
    public static FieldName of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!Tokens.isToken(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("field name: found \"" + text + "\", expected letters, digits and -");
        }
        FieldName known = wellKnown(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
        return known != null ? known : new FieldName(text, NOT_WELL_KNOWN);
    }

    /** The well-known name in a range of bytes, or null; {@code hash} as {@link #hashOf} makes it. */
    static @Nullable FieldName wellKnown(byte[] bytes, int start, int length, int hash) {
        int slot = hash & (TABLE_SIZE - 1);
        FieldName name = TABLE[slot];
        while (name != null) {
            if (name.hash == hash && name.spelledBy(bytes, start, length)) {
                return name;
            }
            slot = (slot + 1) & (TABLE_SIZE - 1);
            name = TABLE[slot];
        }
        return null;
    }

    /** A hash of the range that is the same in upper and lower case; reads a few bytes only. */
    public static int hashOf(byte[] bytes, int start, int length) {
        int end = start + length;
        int hash = length;
        if (length >= Integer.BYTES) {
            int first = (int) WORD.get(bytes, start) | IGNORE_CASE;
            int last = (int) WORD.get(bytes, end - Integer.BYTES) | IGNORE_CASE;
            hash += first * 0x9e3779b1 + last * 0x85ebca77;
        } else {
            for (int i = start; i < end; i++) {
                hash = hash * 0x9e3779b1 + (bytes[i] | ' ');
            }
        }
        return hash ^ (hash >>> 15);
    }

    /**
     * As {@link #matches}, several bytes at once. Exact for bytes of tokens and a name of letters, digits and hyphens,
     * which all have the bit that is set to ignore case.
     */
    private boolean spelledBy(byte[] bytes, int start, int length) {
        if (length != lowerCase.length) {
            return false;
        }
        if (length < Long.BYTES) {
            return matches(bytes, start, length);
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((Tokens.word(bytes, start + i) | IGNORE_CASE_8) != Tokens.word(lowerCase, i)) {
                return false;
            }
        }
        return (Tokens.word(bytes, start + last) | IGNORE_CASE_8) == Tokens.word(lowerCase, last);
    }

    /** Whether the range of bytes spells this name, in any case. */
    public boolean matches(byte[] bytes, int start, int length) {
        if (length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Tokens.lowerCase(bytes[start + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range spells this name in any case, where an underscore is as good as a hyphen. */
    boolean matchesLoosely(byte[] bytes, int start, int length) {
        if (length != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = Tokens.lowerCase(bytes[start + i]);
            if (b != lowerCase[i] && !(b == '_' && lowerCase[i] == '-')) {
                return false;
            }
        }
        return true;
    }

    /** The name as it is usually written: {@code Content-Length}. */
    public String text() {
        return text;
    }

    int hash() {
        return hash;
    }

    /** Index of a well-known name; negative for every other. */
    int id() {
        return id;
    }

    boolean isWellKnown() {
        return id >= 0;
    }

    static int mostWellKnown() {
        return MOST_WELL_KNOWN;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldName name && matches(name.lowerCase, 0, name.lowerCase.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }
}
