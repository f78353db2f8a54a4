package io.waybill.exchange;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who is at the other end of a client connection; made once per connection. Immutable: the arrays are not to be changed.
 *
 * @param text the IP address as text, IPv6 without brackets and scope
 * @param address the IP address, 4 or 16 bytes in network order
 * @param port the port of the client
 * @param trusted whether it is one of {@code trustedProxies}, whose forwarding fields are believed
 */
public record ClientAddress(byte[] text, byte[] address, int port, boolean trusted) {

    public static ClientAddress of(InetSocketAddress peer, boolean trusted) {
        String text = peer.getAddress().getHostAddress();
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        return new ClientAddress(
                bare.getBytes(StandardCharsets.US_ASCII), peer.getAddress().getAddress(), peer.getPort(), trusted);
    }
}
