package io.waybill.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads addresses, host names and networks. */
final class AddressReader {

    static final int LONGEST_HOST = 253;

    private static final String HOSTS = "host:port, where the host is an IPv4 address, an [IPv6 address] or a name";

    private AddressReader() {}

    /** Where Waybill listens; null after a problem was reported. */
    static @Nullable HostPort ofListener(Value value) {
        return read(value, "0.0.0.0:8080", true);
    }

    /** Where a server listens; null after a problem was reported. */
    static @Nullable ServerAddress ofServer(Value value) {
        String text = value.text(HOSTS, "10.0.0.11:8080");
        Boolean secure = text == null ? null : secure(text);
        if (text != null && secure != null && text.indexOf('/', text.indexOf("://") + 3) >= 0) {
            value.wrong(HOSTS, "leave what follows the address out, from the / on");
            return null;
        }
        HostPort address = text == null ? null : read(value, hostAndPort(text, secure), "10.0.0.11:8080", false);
        if (address != null && address.isWildcard()) {
            value.wrong("the address of one machine", "write for example 127.0.0.1:" + address.port());
            return null;
        }
        return address == null ? null : new ServerAddress(address, secure);
    }

    /** What the beginning of an address says; null for nothing. */
    private static @Nullable Boolean secure(String text) {
        if (text.regionMatches(true, 0, ServerAddress.HTTPS, 0, ServerAddress.HTTPS.length())) {
            return true;
        }
        return text.regionMatches(true, 0, ServerAddress.HTTP, 0, ServerAddress.HTTP.length()) ? false : null;
    }

    /** Without the beginning that says how the server is spoken to, and with the port that goes without saying then. */
    private static String hostAndPort(String text, @Nullable Boolean secure) {
        if (secure == null) {
            return text;
        }
        String rest = text.substring((secure ? ServerAddress.HTTPS : ServerAddress.HTTP).length());
        int port = secure ? ServerAddress.HTTPS_PORT : ServerAddress.HTTP_PORT;
        return rest.endsWith("]") || rest.indexOf(':') < 0 ? rest + ":" + port : rest;
    }

    /** As {@link #ofServer}, of a text that stands in no file: null if it is no such address. */
    static @Nullable ServerAddress serverOrNull(String written) {
        Boolean secure = secure(written);
        String text = hostAndPort(written, secure);
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? null : host(text.substring(0, colon), false);
        int port = IpLiteral.number(text.substring(colon + 1), 10, 5);
        if (host == null || port < 1 || port > HostPort.MAX_PORT) {
            return null;
        }
        HostPort address = new HostPort(host, port);
        return address.isWildcard() ? null : new ServerAddress(address, secure);
    }

    private static @Nullable HostPort read(Value value, String example, boolean listens) {
        String text = value.text(HOSTS, example);
        return text == null ? null : read(value, text, example, listens);
    }

    private static @Nullable HostPort read(Value value, String text, String example, boolean listens) {
        if (text.contains("://")) {
            value.wrong(HOSTS, "leave " + Shown.text(text.substring(0, text.indexOf("://") + 3)) + " out");
            return null;
        }
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean portMissing = colon < 0 || text.endsWith("]") || (!bracketed && text.indexOf(':') != colon);
        if (portMissing) {
            boolean bareIpv6 = !bracketed && IpLiteral.parse(text) != null && text.indexOf(':') >= 0;
            value.wrong(
                    HOSTS, bareIpv6 ? "write for example [" + text + "]:8080" : "add a port, for example " + example);
            return null;
        }
        int port = IpLiteral.number(text.substring(colon + 1), 10, 5);
        if (port > HostPort.MAX_PORT || port < (listens ? 0 : 1)) {
            value.wrong(
                    "a port from " + (listens ? 0 : 1) + " to " + HostPort.MAX_PORT, "write for example " + example);
            return null;
        }
        String host = host(text.substring(0, colon), listens);
        if (host == null) {
            value.wrong(HOSTS, "write for example " + example);
            return null;
        }
        return new HostPort(host, port);
    }

    private static @Nullable String host(String written, boolean listens) {
        if (written.startsWith("[") && written.endsWith("]")) {
            String inside = written.substring(1, written.length() - 1);
            return inside.indexOf(':') >= 0 && IpLiteral.parse(inside) != null ? inside.toLowerCase(Locale.ROOT) : null;
        }
        if (written.equals("*")) {
            return listens ? written : "0.0.0.0";
        }
        return isHostName(written) && (!looksLikeIpv4(written) || IpLiteral.parse(written) != null) ? written : null;
    }

    /** Letters, digits, {@code -} and {@code _} in labels of 1 to 63 characters, with dots between them. */
    static boolean isHostName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_HOST) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63) {
                return false;
            }
            for (int i = 0; i < label.length(); i++) {
                char c = label.charAt(i);
                boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!letterOrDigit && c != '_' && (c != '-' || i == 0 || i == label.length() - 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether this can be the value of Host: a name or an address, with or without a port. */
    static boolean isHostField(String text) {
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        int port = colon < 0 ? 1 : IpLiteral.number(text.substring(colon + 1), 10, 5);
        String host = colon < 0 ? text : text.substring(0, colon);
        return port >= 1 && port <= HostPort.MAX_PORT && !host.equals("*") && host(host, false) != null;
    }

    /** An IP address and a port, which can be used without asking a name service; null after a problem was reported. */
    static @Nullable HostPort ofNameServer(Value value) {
        HostPort address = read(value, "127.0.0.1:53", false);
        if (address != null && (address.isWildcard() || IpLiteral.parse(address.host()) == null)) {
            value.wrong("the IP address of a name server and its port", "write for example 127.0.0.1:53");
            return null;
        }
        return address;
    }

    /** Whether nobody but this machine can reach it. A name other than {@code localhost} may be any address. */
    static boolean isLoopback(HostPort address) {
        byte[] bytes = IpLiteral.parse(address.host().equalsIgnoreCase("localhost") ? "127.0.0.1" : address.host());
        if (bytes == null) {
            return false;
        }
        byte[] ipv6Loopback = new byte[16];
        ipv6Loopback[15] = 1;
        return bytes.length == 4 ? bytes[0] == 127 : Arrays.equals(bytes, ipv6Loopback);
    }

    private static boolean looksLikeIpv4(String text) {
        return text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** {@code any}, {@code none}, or a list of networks; nothing is trusted after a problem was reported. */
    static CidrSet networks(Value value) {
        String word = value.textOrNull();
        if ("any".equals(word)) {
            return CidrSet.ANY;
        }
        if ("none".equals(word)) {
            return CidrSet.NONE;
        }
        if (!value.isList()) {
            value.wrong("any, none, or a list of networks", "write for example [10.0.0.0/8]");
            return CidrSet.NONE;
        }
        List<String> texts = new ArrayList<>();
        for (Value item : value.oneOrMore()) {
            String text = item.text("a network", "10.0.0.0/8");
            String fault = text == null ? null : CidrSet.fault(text);
            if (fault != null) {
                item.wrong(fault, "write for example 10.0.0.0/8 or 192.0.2.7");
            } else if (text != null) {
                texts.add(text);
            }
        }
        return CidrSet.of(texts);
    }
}
