package io.waybill.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as operators write them: {@code 127.0.0.1:9119}, {@code [::1]:9119}. */
final class Addresses {

    private Addresses() {}

    static String text(InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        if (address == null) {
            return socket.getHostString() + ":" + socket.getPort();
        }
        String host = address.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + socket.getPort();
    }
}
