package io.waybill.config;

import org.jspecify.annotations.Nullable;

/**
 * One address on which clients are served, as written under {@code listeners.<name>}. Immutable.
 *
 * @param name unique; shown in {@code /stats} and named by routes
 * @param address where to listen; port 0 lets the system choose
 * @param maxConnections client connections open at once, summed over all event loops; 0 for no limit
 * @param tls null for plain HTTP
 * @param http which versions clients may speak
 * @param redirectHttp the TLS port that every request is sent on to; 0 to serve requests
 * @param proxyFrom who may and must begin a connection with a PROXY header, which says who the client is; null if nobody
 *     does
 */
public record ListenerConfig(
        String name,
        HostPort address,
        int maxConnections,
        @Nullable TlsConfig tls,
        HttpVersions http,
        int redirectHttp,
        @Nullable CidrSet proxyFrom) {

    static final int MAX_CONNECTIONS = 10_000_000;
    static final String NAME_WHEN_NONE = "edge";
    static final HostPort ADDRESS_WHEN_NONE = new HostPort("0.0.0.0", 8080);

    public ListenerConfig {
        if (maxConnections < 0 || maxConnections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "maxConnections: found " + maxConnections + ", expected 0 to " + MAX_CONNECTIONS);
        }
    }

    /** The listener of a file that names none: {@code edge} on {@code 0.0.0.0:8080}. */
    public static ListenerConfig whenNoneIsNamed() {
        return new ListenerConfig(NAME_WHEN_NONE, ADDRESS_WHEN_NONE, 0, null, HttpVersions.BOTH, 0, null);
    }
}
