package io.waybill.config;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and whether its address says how it is spoken to: {@code host:port}, {@code
 * https://host:port} or {@code http://host:port}. Immutable.
 *
 * @param secure whether over TLS; null if the address does not say
 */
public record ServerAddress(HostPort address, @Nullable Boolean secure) {

    static final String HTTPS = "https://";
    static final String HTTP = "http://";
    static final int HTTPS_PORT = 443;
    static final int HTTP_PORT = 80;

    /** As it may be written in the configuration; null if the text is no such address. */
    public static @Nullable ServerAddress of(String text) {
        return AddressReader.serverOrNull(text);
    }

    /** @param otherwise what holds if the address does not say */
    public boolean isSecure(boolean otherwise) {
        return secure == null ? otherwise : secure;
    }

    /** As it may be written in the configuration. */
    @Override
    public String toString() {
        return (secure == null ? "" : secure ? HTTPS : HTTP) + address;
    }
}
