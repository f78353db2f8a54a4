package io.waybill.exchange;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a client connection; made once per connection. Immutable: the arrays are not to be changed.
 *
 * @param text the IP address as text, IPv6 without brackets and scope
 * @param port the port of the client
 * @param isProxy whether it is one of {@code trustedProxies}, whose forwarding fields are believed
 * @param bringsIds whether {@code requestId.trust} covers it, so that the IDs it sends are kept
 * @param tls what is known of it by TLS; null for a plain connection
 * @param givenId what a trusted PROXY header calls the connection, or null
 */
public record ClientAddress(
        byte[] text,
        int port,
        boolean isProxy,
        boolean bringsIds,
        @Nullable ClientTls tls,
        @Nullable GivenId givenId) {

    static ClientAddress of(
            InetSocketAddress peer, @Nullable ClientTls tls, byte @Nullable [] givenId, ExchangeSettings settings) {
        byte[] address = peer.getAddress().getAddress();
        String text = peer.getAddress().getHostAddress();
        int scope = text.indexOf('%');
        String bare = scope < 0 ? text : text.substring(0, scope);
        return new ClientAddress(
                bare.getBytes(StandardCharsets.US_ASCII),
                peer.getPort(),
                settings.trustedProxies().contains(address),
                settings.trustedIds().contains(address),
                tls,
                givenId == null ? null : new GivenId(givenId));
    }

    boolean isIpv6() {
        for (byte b : text) {
            if (b == ':') {
                return true;
            }
        }
        return false;
    }
}
