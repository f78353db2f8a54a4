package io.waybill.http1;

import io.waybill.http.HttpVersion;
import io.waybill.http.Refusal;
import org.jspecify.annotations.Nullable;

/** The protocol version in a start line (RFC 9112, section 2.3). */
final class Version {

    static final int LENGTH = 8;

    private Version() {}

    /** The version at that place; null if it is not one of ours, also if fewer than two bytes are filled behind it. */
    static @Nullable HttpVersion at(byte[] bytes, int at, int filled) {
        if (at + LENGTH + 2 > filled || !isPrefix(bytes, at) || bytes[at + 5] != '1') {
            return null;
        }
        return switch (bytes[at + 7]) {
            case '0' -> HttpVersion.HTTP_1_0;
            case '1' -> HttpVersion.HTTP_1_1;
            default -> null;
        };
    }

    private static boolean isPrefix(byte[] bytes, int at) {
        return bytes[at] == 'H'
                && bytes[at + 1] == 'T'
                && bytes[at + 2] == 'T'
                && bytes[at + 3] == 'P'
                && bytes[at + 4] == '/'
                && bytes[at + 6] == '.';
    }

    /**
     * What is wrong with a whole line whose version is not one of ours or is not where it should be.
     *
     * @param garbage what to say of something that is no version at all
     */
    static Refusal fault(byte[] bytes, int at, int lineFeed, Refusal garbage) {
        if (lineFeed - at < LENGTH || !isPrefix(bytes, at) || !isDigit(bytes[at + 5]) || !isDigit(bytes[at + 7])) {
            return garbage;
        }
        int behind = at + LENGTH;
        boolean supported = bytes[at + 5] == '1' && bytes[at + 7] <= '1';
        if (behind == lineFeed) {
            return supported ? Refusal.BARE_LF : Refusal.VERSION;
        }
        return !supported && bytes[behind] == '\r' && behind + 1 == lineFeed ? Refusal.VERSION : garbage;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
