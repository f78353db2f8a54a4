package io.waybill.config;

/**
 * Which HTTP versions a listener offers. Immutable.
 *
 * @param h2 HTTP/2: by ALPN where there is TLS, else for clients that begin with its preface
 * @param h1 HTTP/1.1 and HTTP/1.0
 */
public record HttpVersions(boolean h2, boolean h1) {

    public static final HttpVersions BOTH = new HttpVersions(true, true);

    public HttpVersions {
        if (!h2 && !h1) {
            throw new IllegalArgumentException("http: found none, expected h2, h1 or both");
        }
    }
}
