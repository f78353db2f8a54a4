package io.waybill.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake with a client has told, ours or that of a trusted proxy in front; made once per connection. Immutable: the array is not to be changed.
 *
 * @param protocol {@code TLSv1.3}; empty if it is not known
 * @param cipher by its IANA name; empty if it is not known
 * @param serverName the host that the client asked for (SNI), or null
 * @param resumed whether an earlier session was resumed
 * @param certificateFields whole field lines {@code X-Client-Cert-...}, each with CRLF, that tell the server who the
 *     client has proved to be; empty without a certificate
 */
public record ClientTls(
        String protocol, String cipher, @Nullable String serverName, boolean resumed, byte[] certificateFields) {

    /** What a PROXY header tells of a handshake that somebody else has made: only whom the client asked for. */
    public static ClientTls ofServerName(String serverName) {
        return new ClientTls("", "", serverName, false, new byte[0]);
    }
}
