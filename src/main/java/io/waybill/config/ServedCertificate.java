package io.waybill.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A certificate of Waybill's own, and where it is shown. Immutable.
 *
 * @param listener that shows it to clients; empty if none does
 * @param pool whose servers it is shown to; empty if none are
 */
public record ServedCertificate(String listener, String pool, CertificateConfig certificate) {

    /** All of a configuration, in its order. */
    public static List<ServedCertificate> of(WaybillConfig config) {
        List<ServedCertificate> all = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            TlsConfig tls = listener.tls();
            if (tls != null) {
                tls.certificates().forEach(one -> all.add(new ServedCertificate(listener.name(), "", one)));
            }
        }
        for (PoolConfig pool : config.pools()) {
            CertificateConfig identity = pool.link().tls().identity();
            if (identity != null) {
                all.add(new ServedCertificate("", pool.name(), identity));
            }
        }
        return all;
    }

    public CertificateFacts facts() {
        return CertificateFacts.of(certificate);
    }

    /** {@code listener=secure} or {@code pool=api}, for logs. */
    public String where() {
        return listener.isEmpty() ? "pool=" + pool : "listener=" + listener;
    }
}
