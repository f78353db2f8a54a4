package io.waybill.config;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate chain and its private key, read from PEM files and found to belong together. Immutable.
 *
 * @param file that the chain was read from; absolute
 * @param chain the certificate itself first
 * @param key of the first certificate
 * @param ocsp what the authority says of the certificate, to be stapled to handshakes; null for nothing
 */
public record CertificateConfig(
        Path file,
        List<X509Certificate> chain,
        PrivateKey key,
        @Nullable OcspResponse ocsp) {

    public CertificateConfig {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain: found no certificate, expected at least one");
        }
    }

    /** The certificate of whoever has the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CertificateConfig[file=" + file + "]";
    }
}
