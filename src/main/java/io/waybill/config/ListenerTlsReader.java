package io.waybill.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls} of a listener. */
final class ListenerTlsReader {

    private static final String CERTIFICATES = "a list of certificates";
    private static final String EXAMPLE = "[{certificate: site.pem, key: site.key}]";

    private final CertificateReader certificates;

    ListenerTlsReader(Sources sources) {
        this.certificates = new CertificateReader(sources);
    }

    /** Null for plain HTTP, and after a problem with the certificates was reported. */
    @Nullable
    TlsConfig read(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        Section section = Section.of(value, Keys.TLS);
        List<CertificateConfig> own = certificates(section);
        return own.isEmpty()
                ? null
                : new TlsConfig(
                        own,
                        "TLSv1.2",
                        TlsConfig.CIPHERS,
                        TlsConfig.CURVES,
                        TicketsConfig.STANDARD,
                        ClientAuth.NONE,
                        List.of(),
                        null);
    }

    private List<CertificateConfig> certificates(Section section) {
        Value list = section.need("certificates", CERTIFICATES, "add for example " + EXAMPLE);
        List<CertificateConfig> found = new ArrayList<>();
        if (list != null) {
            for (Value item : list.items(CERTIFICATES, "write for example " + EXAMPLE)) {
                Section written = Section.of(item, Keys.CERTIFICATE);
                CertificateConfig certificate = certificates.identity(written, written.get("ocsp"));
                if (certificate != null) {
                    found.add(certificate);
                }
            }
        }
        return found;
    }
}
