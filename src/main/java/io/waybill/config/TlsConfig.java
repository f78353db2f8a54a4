package io.waybill.config;

import java.util.List;

/**
 * What a listener needs to speak TLS. Immutable.
 *
 * @param certificates at least one; the first is the one for clients that name no host
 */
public record TlsConfig(List<CertificateFiles> certificates) {

    public TlsConfig {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: found none, expected at least one");
        }
    }
}
