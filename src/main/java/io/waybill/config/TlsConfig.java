package io.waybill.config;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listener needs to speak TLS, as written under {@code listeners.<name>.tls}. Immutable.
 *
 * @param certificates at least one; chosen by the name that the client asks for, the first for clients that name no host
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 * @param ciphers for TLS 1.2, by their IANA names, in order of preference; the order of TLS 1.3 is not configurable
 * @param curves groups for the key exchange, in order of preference
 * @param tickets how sessions are resumed
 * @param clientAuth whether clients show a certificate
 * @param clientCa who may have signed it; empty exactly if {@code clientAuth} is none
 * @param hsts the value of Strict-Transport-Security; null for none
 */
public record TlsConfig(
        List<CertificateConfig> certificates,
        String minVersion,
        List<String> ciphers,
        List<String> curves,
        TicketsConfig tickets,
        ClientAuth clientAuth,
        List<X509Certificate> clientCa,
        @Nullable String hsts) {

    static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
    static final Duration HSTS = Duration.ofDays(365);
    static final Duration MAX_HSTS = Duration.ofDays(3650);

    /** Offered where the file says nothing: Mozilla's intermediate set, version 5.7, without DHE. */
    static final List<String> CIPHERS = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static final List<String> CURVES = List.of("X25519", "prime256v1", "secp384r1");

    public TlsConfig {
        certificates = List.copyOf(certificates);
        ciphers = List.copyOf(ciphers);
        curves = List.copyOf(curves);
        clientCa = List.copyOf(clientCa);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates: found none, expected at least one");
        }
    }
}
