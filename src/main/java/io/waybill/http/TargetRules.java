package io.waybill.http;

import org.jspecify.annotations.Nullable;

/**
 * What a request target may look like (RFC 9112, section 3.2; RFC 3986), and its one normal form, which routing, rules
 * and forwarding all use: origin-form, unreserved characters not encoded, no dot segments.
 *
 * <p>A dot segment is refused and not resolved, because the peer behind might resolve it in another way. The same holds
 * for what some servers take for one: with an encoded slash or backslash beside it, or with parameters behind it.
 */
public final class TargetRules {

    private TargetRules() {}

    /**
     * Checks the target between {@code start} and {@code end} of the head's bytes, all of them visible ASCII, rewrites it
     * in place and enters it into the head, which knows its method already.
     *
     * @return null, or why the target is refused
     */
    public static @Nullable Refusal apply(RequestHead head, int start, int end) {
        byte[] bytes = head.bytes();
        if (bytes[start] == '/') {
            return path(head, start, end);
        }
        if (bytes[start] == '*' && end == start + 1) {
            head.target(start, end, end);
            return head.method() == Method.OPTIONS ? null : Refusal.TARGET;
        }
        int authority = behindScheme(bytes, start, end);
        return authority < 0 ? Refusal.TARGET : absolute(head, authority, end);
    }

    private static int behindScheme(byte[] bytes, int start, int end) {
        int http = start + "http://".length();
        if (http <= end && Tokens.equalsIgnoreCase(bytes, start, http, "http://")) {
            return http;
        }
        int https = http + 1;
        return https <= end && Tokens.equalsIgnoreCase(bytes, start, https, "https://") ? https : -1;
    }

    private static @Nullable Refusal absolute(RequestHead head, int start, int end) {
        byte[] bytes = head.bytes();
        int authorityEnd = start;
        while (authorityEnd < end && bytes[authorityEnd] != '/' && bytes[authorityEnd] != '?') {
            authorityEnd++;
        }
        if (authorityEnd == start || !HostRules.isHostAndPort(bytes, start, authorityEnd)) {
            return Refusal.TARGET;
        }
        if (authorityEnd < end && bytes[authorityEnd] == '/') {
            head.authority(start, authorityEnd);
            return path(head, authorityEnd, end);
        }
        // An empty path is "/" (RFC 9110, section 4.2.3). The authority moves into the slashes before it, to make room.
        System.arraycopy(bytes, start, bytes, start - 1, authorityEnd - start);
        head.authority(start - 1, authorityEnd - 1);
        if (head.method() == Method.OPTIONS && authorityEnd == end) {
            // RFC 9112, section 3.2.4: the last proxy says it in asterisk-form
            bytes[authorityEnd - 1] = '*';
            head.target(end - 1, end, end);
            return null;
        }
        bytes[authorityEnd - 1] = '/';
        return path(head, authorityEnd - 1, end);
    }

    private static @Nullable Refusal path(RequestHead head, int start, int end) {
        byte[] bytes = head.bytes();
        int read = start;
        int written = start;
        boolean dots = false;
        while (read < end && bytes[read] != '?') {
            byte b = bytes[read];
            if (b == '%') {
                int value = escaped(bytes, read, end);
                if (value <= 0) {
                    return Refusal.TARGET;
                }
                dots |= value == '.';
                written = unescape(bytes, read, written, value);
                read += 3;
            } else if (b == '.' || Tokens.isPlainPathByte(b)) {
                dots |= b == '.';
                bytes[written++] = b;
                read++;
            } else {
                return Refusal.TARGET;
            }
        }
        if (dots && hasDotSegment(bytes, start, written)) {
            return Refusal.DOT_SEGMENT;
        }
        return query(head, start, written, read, end);
    }

    private static @Nullable Refusal query(RequestHead head, int start, int pathEnd, int queryStart, int end) {
        byte[] bytes = head.bytes();
        for (int i = queryStart; i < end; i++) {
            if (bytes[i] == '#') {
                return Refusal.TARGET;
            }
        }
        if (pathEnd != queryStart) {
            System.arraycopy(bytes, queryStart, bytes, pathEnd, end - queryStart);
        }
        head.target(start, pathEnd, pathEnd + end - queryStart);
        return null;
    }

    /** The byte that {@code %XX} stands for, or −1 if the two digits are not there. */
    private static int escaped(byte[] bytes, int at, int end) {
        if (at + 2 >= end) {
            return -1;
        }
        int high = Tokens.hexDigit(bytes[at + 1]);
        int low = Tokens.hexDigit(bytes[at + 2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** Writes an unreserved character as itself, any other encoded with upper-case digits (RFC 3986, section 6.2.2). */
    private static int unescape(byte[] bytes, int read, int written, int value) {
        if (value < 0x80 && Tokens.isHostByte((byte) value)) {
            bytes[written] = (byte) value;
            return written + 1;
        }
        bytes[written] = '%';
        bytes[written + 1] = upperCase(bytes[read + 1]);
        bytes[written + 2] = upperCase(bytes[read + 2]);
        return written + 3;
    }

    private static byte upperCase(byte hexDigit) {
        return hexDigit >= 'a' ? (byte) (hexDigit - ('a' - 'A')) : hexDigit;
    }

    private static boolean hasDotSegment(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            int separator = separatorLength(bytes, i, end);
            if (separator == 0) {
                i++;
                continue;
            }
            i += separator;
            int dots = i;
            while (dots < end && bytes[dots] == '.') {
                dots++;
            }
            boolean oneOrTwo = dots - i == 1 || dots - i == 2;
            if (oneOrTwo && (dots == end || bytes[dots] == ';' || separatorLength(bytes, dots, end) > 0)) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes long a slash or an encoded slash or backslash at that place is; 0 if there is none. */
    private static int separatorLength(byte[] bytes, int at, int end) {
        if (bytes[at] == '/') {
            return 1;
        }
        if (bytes[at] != '%' || at + 2 >= end) {
            return 0;
        }
        boolean slash = bytes[at + 1] == '2' && bytes[at + 2] == 'F';
        boolean backslash = bytes[at + 1] == '5' && bytes[at + 2] == 'C';
        return slash || backslash ? 3 : 0;
    }
}
