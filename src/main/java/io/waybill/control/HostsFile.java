package io.waybill.control;

import io.netty.resolver.HostsFileEntriesProvider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The hosts file of the machine as it was at one moment, and {@code localhost}, which is known even where that file is
 * missing. Immutable.
 */
final class HostsFile {

    private static final String LOCALHOST = "localhost";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Map<String, List<InetAddress>> v4;
    private final Map<String, List<InetAddress>> v6;

    private HostsFile(HostsFileEntriesProvider entries) {
        this.v4 = entries.ipv4Entries();
        this.v6 = entries.ipv6Entries();
    }

    /** Reads it; one that cannot be read names nothing. */
    static HostsFile read() {
        return new HostsFile(HostsFileEntriesProvider.parser().parseSilently());
    }

    /** The IPv4 addresses of the name if it has any, else its IPv6 addresses; empty if it is not named here. */
    List<InetAddress> addresses(String name) {
        String key = name.toLowerCase(Locale.ENGLISH);
        List<InetAddress> found = v4.getOrDefault(key, List.of());
        if (found.isEmpty()) {
            found = v6.getOrDefault(key, List.of());
        }
        return found.isEmpty() && key.equals(LOCALHOST) ? List.of(loopback()) : found;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(LOCALHOST, LOOPBACK);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
