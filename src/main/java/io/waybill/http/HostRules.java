package io.waybill.http;

import org.jspecify.annotations.Nullable;

/**
 * The rules for the Host field (RFC 9110, section 7.2; RFC 9112, section 3.2): exactly one, well formed, and giving way
 * to the authority of an absolute target.
 */
public final class HostRules {

    private static final int MOST_PORT = 65535;
    private static final int GROUPS_OF_IPV6 = 8;
    private static final byte[] HOST = {'H', 'o', 's', 't', ':', ' '};

    private HostRules() {}

    /**
     * Checks Host and enters the authority into a head whose target was entered before. Where the target names another
     * authority than Host, the Host line is replaced (RFC 9112, section 3.2.2).
     *
     * @return null, or why the request is refused
     */
    public static @Nullable Refusal apply(RequestHead head) {
        FieldSection fields = head.fields();
        boolean absolute = head.authorityEnd() > head.authorityStart();
        int line = fields.first(FieldName.HOST);
        if (line < 0) {
            if (head.version() != HttpVersion.HTTP_1_0) {
                return Refusal.HOST_MISSING;
            }
            if (absolute) {
                addHost(head);
            }
            return null;
        }
        if (fields.next(FieldName.HOST, line) >= 0) {
            return Refusal.HOST_REPEATED;
        }
        int start = fields.valueStart(line);
        int end = fields.valueEnd(line);
        if (start == end ? !absolute : !isHostAndPort(head.bytes(), start, end)) {
            return Refusal.HOST;
        }
        if (!absolute) {
            head.authority(start, end);
        } else if (!isAuthority(head, start, end)) {
            fields.removeLine(line);
            addHost(head);
        }
        return null;
    }

    private static boolean isAuthority(RequestHead head, int start, int end) {
        int length = head.authorityEnd() - head.authorityStart();
        return end - start == length && Tokens.equalsIgnoreCase(head.bytes(), start, head.authorityStart(), length);
    }

    /** Adds a line behind those that arrived, over the empty line, which nobody needs any more. */
    private static void addHost(RequestHead head) {
        FieldSection fields = head.fields();
        int length = head.authorityEnd() - head.authorityStart();
        int start = fields.end();
        fields.filled(start);
        byte[] bytes = fields.room(HOST.length + length + 2);
        System.arraycopy(HOST, 0, bytes, start, HOST.length);
        int value = start + HOST.length;
        System.arraycopy(bytes, head.authorityStart(), bytes, value, length);
        bytes[value + length] = '\r';
        bytes[value + length + 1] = '\n';
        int end = value + length + 2;
        fields.filled(end);
        fields.addLine(start, HOST.length - 2, value, value + length, end);
    }

    /**
     * Whether the range is a host and perhaps a port: a name or an IPv4 address of unreserved characters, or an IPv6
     * address in brackets. What RFC 3986 allows beyond (encoded and delimiting characters) names no host on this earth,
     * and is read differently by different software.
     */
    public static boolean isHostAndPort(byte[] bytes, int start, int end) {
        if (start < end && bytes[start] == '[') {
            int bracket = start + 1;
            while (bracket < end && bytes[bracket] != ']') {
                bracket++;
            }
            return bracket < end && isIpv6(bytes, start + 1, bracket) && isPort(bytes, bracket + 1, end);
        }
        int i = start;
        while (i < end && Tokens.isHostByte(bytes[i])) {
            i++;
        }
        return i > start && isPort(bytes, i, end);
    }

    /** Whether the range is empty, or a colon with an empty or a valid port number behind it. */
    private static boolean isPort(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes[start] != ':') {
            return false;
        }
        int port = 0;
        for (int i = start + 1; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
            if (port > MOST_PORT) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(byte[] bytes, int start, int end) {
        int groups = 0;
        boolean shortened = false;
        int i = start;
        if (i + 1 < end && bytes[i] == ':' && bytes[i + 1] == ':') {
            shortened = true;
            i += 2;
        }
        while (i < end) {
            int digits = i;
            while (digits < end && Tokens.hexDigit(bytes[digits]) >= 0) {
                digits++;
            }
            if (digits < end && bytes[digits] == '.') {
                groups += 2;
                return isIpv4(bytes, i, end) && (shortened ? groups < GROUPS_OF_IPV6 : groups == GROUPS_OF_IPV6);
            }
            if (digits == i || digits - i > 4) {
                return false;
            }
            groups++;
            i = digits;
            if (i == end) {
                break;
            }
            if (bytes[i] != ':' || ++i == end) {
                return false;
            }
            if (bytes[i] == ':') {
                if (shortened) {
                    return false;
                }
                shortened = true;
                i++;
            }
        }
        return shortened ? groups < GROUPS_OF_IPV6 : groups == GROUPS_OF_IPV6;
    }

    private static boolean isIpv4(byte[] bytes, int start, int end) {
        int parts = 1;
        int digits = 0;
        int value = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] == '.') {
                if (digits == 0) {
                    return false;
                }
                parts++;
                digits = 0;
                value = 0;
            } else {
                value = value * 10 + bytes[i] - '0';
                digits++;
                if (bytes[i] < '0' || bytes[i] > '9' || digits > 3 || value > 255) {
                    return false;
                }
            }
        }
        return parts == 4 && digits > 0;
    }
}
