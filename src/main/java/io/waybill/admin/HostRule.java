package io.waybill.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which {@code Host} fields the admin listener answers. A web page of a stranger can make a browser resolve the
 * stranger's own name to 127.0.0.1 and then read what it gets there; the field still carries the stranger's name. A
 * listener that is bound to more than loopback is known by names that Waybill cannot know, and takes any. Immutable.
 */
final class HostRule {

    private final boolean any;
    private final Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "[::1]"));

    HostRule(InetSocketAddress bound, String node) {
        InetAddress address = bound.getAddress();
        this.any = address == null || !address.isLoopbackAddress();
        if (address != null) {
            names.add(
                    address.getAddress().length == 16
                            ? "[" + address.getHostAddress() + "]"
                            : address.getHostAddress());
        }
        names.add(bound.getHostString().toLowerCase(Locale.ROOT));
        names.add(node.toLowerCase(Locale.ROOT));
    }

    /** Whether a request with these {@code Host} fields is answered; HTTP/1.0 may come without one. */
    boolean allows(List<String> hosts, boolean mayBeMissing) {
        if (hosts.isEmpty()) {
            return mayBeMissing;
        }
        return hosts.size() == 1 && (any || names.contains(nameIn(hosts.get(0))));
    }

    /** Whether a change may come from a page of this {@code Origin}; programs send none. */
    boolean allowsOrigin(List<String> origins, List<String> hosts) {
        if (origins.size() != 1) {
            return origins.isEmpty();
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        int scheme = origin.indexOf("://");
        if (scheme < 0) {
            return false;
        }
        String name = nameIn(origin.substring(scheme + "://".length()));
        return names.contains(name)
                || (any && hosts.size() == 1 && nameIn(hosts.get(0)).equals(name));
    }

    /** Whether the listener is bound to more than loopback. */
    boolean isReachedByOthers() {
        return any;
    }

    /** The names it answers to, for the message of a refusal. */
    Set<String> names() {
        return names;
    }

    private static String nameIn(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        String name = colon > lower.lastIndexOf(']') && isPort(lower, colon + 1) ? lower.substring(0, colon) : lower;
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isPort(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
