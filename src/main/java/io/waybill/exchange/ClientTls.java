package io.waybill.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake with a client has told; made once per connection. Immutable: the array is not to be changed.
 *
 * @param protocol {@code TLSv1.3}
 * @param cipher by its IANA name
 * @param serverName the host that the client asked for (SNI), or null
 * @param resumed whether an earlier session was resumed
 * @param certificateFields whole field lines {@code X-Client-Cert-...}, each with CRLF, that tell the server who the
 *     client has proved to be; empty without a certificate
 */
public record ClientTls(
        String protocol, String cipher, @Nullable String serverName, boolean resumed, byte[] certificateFields) {}
