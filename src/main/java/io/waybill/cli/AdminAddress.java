package io.waybill.cli;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin listener of a Waybill is. Immutable.
 *
 * @param url as the operator wrote it, for messages
 * @param secure whether it is reached through TLS, which a proxy in front of it may speak
 * @param host without the brackets of an IPv6 address
 * @param authority {@code host:port} as the Host field says it
 * @param prefix of every path; empty, or beginning with a slash and not ending with one
 */
record AdminAddress(String url, boolean secure, String host, int port, String authority, String prefix) {

    static final String DEFAULT = "http://127.0.0.1:9119";

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int BIGGEST_PORT = 65_535;

    /** Reads a URL, or fails as wrong use. */
    static AdminAddress of(String url) {
        URI uri = uri(url);
        String scheme =
                uri == null || uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (uri == null || !(secure || scheme.equals("http")) || uri.getHost() == null || hasMore(uri)) {
            throw CommandFailure.wrongUse(
                    "--admin: found " + url + ", expected a URL; write for example --admin " + DEFAULT);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        if (port > BIGGEST_PORT) {
            throw CommandFailure.wrongUse("--admin: found port " + port + ", expected at most " + BIGGEST_PORT);
        }
        String host = uri.getHost();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new AdminAddress(url, secure, host.replaceAll("[\\[\\]]", ""), port, host + ":" + port, path);
    }

    private static @Nullable URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean hasMore(URI uri) {
        return uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null;
    }
}
