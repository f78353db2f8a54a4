package io.waybill.admin;

import io.waybill.config.CertificateFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener. Immutable.
 *
 * @param clientAuth {@code none}, {@code optional} or {@code required}
 */
record TlsView(String provider, String minVersion, String clientAuth, List<CertificateView> certificates) {

    static @Nullable TlsView of(@Nullable TlsFacts facts) {
        if (facts == null) {
            return null;
        }
        Instant now = Instant.now();
        return new TlsView(
                facts.provider(),
                facts.config().minVersion(),
                facts.config().clientAuth().word(),
                facts.config().certificates().stream()
                        .map(certificate -> CertificateView.of(CertificateFacts.of(certificate), now))
                        .toList());
    }

    /** One certificate, with the days that it has left. */
    record CertificateView(CertificateFacts facts, long daysLeft) {

        static CertificateView of(CertificateFacts facts, Instant now) {
            return new CertificateView(facts, facts.daysLeft(now));
        }
    }
}
