package io.waybill.config;

/**
 * A host and a TCP port, as written in the configuration; nothing is resolved here. Immutable.
 *
 * @param host an IPv4 address, an IPv6 address without its brackets, a name, or {@code *} for every address of the
 *     machine (listeners only)
 * @param port 0 to 65535; 0 lets the system choose (listeners and admin only)
 */
public record HostPort(String host, int port) {

    static final int MAX_PORT = 65_535;

    public HostPort {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host: found nothing, expected an address or a name");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: found " + port + ", expected 0 to " + MAX_PORT);
        }
    }

    /** Whether this means every address of the machine: {@code *}, {@code 0.0.0.0} or {@code ::}. */
    public boolean isWildcard() {
        return host.equals("*") || host.equals("0.0.0.0") || host.equals("::");
    }

    /** Whether the host is an IP address, so that nothing is looked up. */
    public boolean isIpLiteral() {
        return IpLiteral.parse(host) != null;
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
