package io.waybill.frontend;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Version 1 of the PROXY protocol: {@code PROXY TCP4 192.0.2.1 192.0.2.2 40312 443 CRLF}. */
final class ProxyHeaderLine {

    private static final int PARTS = 6;
    private static final int MOST_PORT_DIGITS = 5;
    private static final int MOST_PORT = 65_535;

    private ProxyHeaderLine() {}

    /** @param line with its line end; null if it is malformed */
    static @Nullable ProxyHeader parse(byte[] line) {
        int end = line.length - 2;
        if (end < 0 || line[end] != '\r') {
            return null;
        }
        String text = new String(line, 0, end, StandardCharsets.ISO_8859_1);
        if (text.equals("PROXY UNKNOWN") || text.startsWith("PROXY UNKNOWN ")) {
            return ProxyHeader.LOCAL;
        }
        String[] parts = text.split(" ", -1);
        if (parts.length != PARTS) {
            return null;
        }
        InetSocketAddress source = address(parts[1], parts[2], parts[4]);
        InetSocketAddress destination = address(parts[1], parts[3], parts[5]);
        return source == null || destination == null ? null : new ProxyHeader(source, null, null);
    }

    private static @Nullable InetSocketAddress address(String family, String host, String portText) {
        boolean fits = (family.equals("TCP4") && NetUtil.isValidIpV4Address(host))
                || (family.equals("TCP6") && host.matches("[0-9a-fA-F:.]+") && NetUtil.isValidIpV6Address(host));
        int port = port(portText);
        byte[] bytes = fits ? NetUtil.createByteArrayFromIpAddressString(host) : null;
        if (bytes == null || port < 0) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", impossible);
        }
    }

    /** −1 if it is none. */
    private static int port(String text) {
        if (text.isEmpty() || text.length() > MOST_PORT_DIGITS) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port > MOST_PORT ? -1 : port;
    }
}
