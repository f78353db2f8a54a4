package io.waybill.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Character classes of RFC 9110 as table look-ups over bytes. Immutable. */
public final class Tokens {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte PLAIN_PATH = 8;
    private static final byte HOST = 16;
    private static final byte[] CLASSES = classes();

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Tokens() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = '!'; c <= 0xff; c++) {
            // field-vchar and obs-text (section 5.5); DEL is neither
            classes[c] = c == 0x7f ? 0 : VALUE;
            if (c < 0x7f) {
                classes[c] |= TARGET;
            }
        }
        classes[' '] = VALUE;
        classes['\t'] = VALUE;
        for (int c = '0'; c <= 'z'; c++) {
            if (c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a') {
                classes[c] |= TOKEN | PLAIN_PATH | HOST;
            }
        }
        mark(classes, TOKEN, "!#$%&'*+-.^_`|~");
        mark(classes, PLAIN_PATH, "/-_~!$&'()*+,;=:@\"<>[]^`{|}");
        mark(classes, HOST, "-._~");
        return classes;
    }

    private static void mark(byte[] classes, byte bit, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] |= bit;
        }
    }

    /** {@code tchar} (section 5.6.2): what names of fields and methods are made of. */
    public static boolean isTokenByte(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /** What a field value may contain: visible characters, obs-text, space and tab (section 5.5). */
    public static boolean isValueByte(byte b) {
        return (CLASSES[b & 0xff] & VALUE) != 0;
    }

    /** A visible ASCII character: what a request target may be made of at all (RFC 9112, section 3.2). */
    public static boolean isTargetByte(byte b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    /** What may stand in a path and needs no second look: everything visible but {@code % . ? #} and the backslash. */
    static boolean isPlainPathByte(byte b) {
        return (CLASSES[b & 0xff] & PLAIN_PATH) != 0;
    }

    /** What names and IPv4 addresses of hosts are made of: the unreserved characters of RFC 3986, section 2.3. */
    static boolean isHostByte(byte b) {
        return (CLASSES[b & 0xff] & HOST) != 0;
    }

    /**
     * The position of the first byte at or behind {@code from} that a field value may not contain. There must be one:
     * the caller has put a line end or a NUL behind what it filled.
     */
    public static int valueEnd(byte[] bytes, int from) {
        int i = from;
        while (i <= bytes.length - Long.BYTES) {
            // Eight bytes at once: the high bit of each byte says that it is below a space, or DEL. A borrow can only
            // touch bytes behind the first that is found, and only the first counts.
            long word = (long) WORD.get(bytes, i);
            long control = (word - ' ' * LOW_BITS) & ~word;
            long other = word ^ (0x7f * LOW_BITS);
            long delete = (other - LOW_BITS) & ~other;
            long found = (control | delete) & HIGH_BITS;
            if (found == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            if (bytes[i] != '\t') {
                return i;
            }
            i++;
        }
        while (isValueByte(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Eight bytes as one number, the first byte lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /** The value of a hexadecimal digit, or −1. */
    public static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Whether the range is a token: at least one byte, all of them {@code tchar}. */
    public static boolean isToken(byte[] bytes, int start, int end) {
        if (start >= end) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!isTokenByte(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** The lower-case form of an ASCII letter; every other byte as it is. */
    public static byte lowerCase(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    /** Whether two ranges of the same length spell the same, in any case. */
    static boolean equalsIgnoreCase(byte[] bytes, int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (lowerCase(bytes[one + i]) != lowerCase(bytes[other + i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether two ranges spell the same, in any case. */
    public static boolean sameIgnoringCase(byte[] bytes, int oneStart, int oneEnd, int otherStart, int otherEnd) {
        int length = oneEnd - oneStart;
        return otherEnd - otherStart == length && equalsIgnoreCase(bytes, oneStart, otherStart, length);
    }

    /** Whether the range spells {@code lowerCase}, in any case. */
    public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (lowerCase(bytes[i]) != lowerCase.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }
}
