package io.waybill.net;

import io.waybill.config.CertificateConfig;
import io.waybill.config.ClientAuth;
import io.waybill.config.TicketsConfig;
import io.waybill.config.TlsConfig;
import io.waybill.testkit.TestCertificates.Issued;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Configurations of TLS, as the reader of the file would make them. */
final class TlsConfigs {

    static final List<String> CIPHERS = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    private static final List<String> CURVES = List.of("x25519", "secp256r1", "secp384r1");

    private TlsConfigs() {}

    static TlsConfig of(Issued... certificates) {
        return with(tickets(), certificates);
    }

    /** Tickets whose keys the process makes. */
    static TicketsConfig tickets() {
        return new TicketsConfig(true, List.of(), Duration.ofHours(8));
    }

    static TlsConfig with(TicketsConfig tickets, Issued... certificates) {
        return with(tickets, ClientAuth.NONE, List.of(), certificates);
    }

    static TlsConfig with(
            TicketsConfig tickets, ClientAuth auth, List<X509Certificate> clientCa, Issued... certificates) {
        List<CertificateConfig> configs =
                Stream.of(certificates).map(TlsConfigs::certificate).toList();
        return new TlsConfig(configs, "TLSv1.2", CIPHERS, CURVES, tickets, auth, clientCa, null);
    }

    static CertificateConfig certificate(Issued issued) {
        return new CertificateConfig(
                issued.chain(),
                List.of(issued.bundle().getCertificate()),
                issued.bundle().getKeyPair().getPrivate(),
                null);
    }
}
