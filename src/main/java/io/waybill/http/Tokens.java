package io.waybill.http;

/** Character classes of RFC 9110 as table look-ups over bytes. Immutable. */
public final class Tokens {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte[] CLASSES = classes();

    private Tokens() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = '!'; c <= 0xff; c++) {
            // field-vchar and obs-text (section 5.5); DEL is neither
            classes[c] = c == 0x7f ? 0 : VALUE;
        }
        classes[' '] = VALUE;
        classes['\t'] = VALUE;
        for (int c = '0'; c <= 'z'; c++) {
            if (c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a') {
                classes[c] |= TOKEN;
            }
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            classes[c] |= TOKEN;
        }
        return classes;
    }

    /** {@code tchar} (section 5.6.2): what names of fields and methods are made of. */
    public static boolean isTokenByte(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    /** What a field value may contain: visible characters, obs-text, space and tab (section 5.5). */
    public static boolean isValueByte(byte b) {
        return (CLASSES[b & 0xff] & VALUE) != 0;
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
