package io.waybill.config;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How servers of a pool prove who they are, and how Waybill does, as written under {@code pools.<pool>.tls}. Immutable.
 *
 * @param ca who may have signed the certificates of servers; empty for those that this machine trusts
 * @param serverName the name that certificates must be for, and that is asked for (SNI); null for the host of the server's
 *     address
 * @param verify whether certificates are verified at all
 * @param identity what Waybill shows to servers that ask for a certificate; null for none
 */
public record PoolTlsConfig(
        List<X509Certificate> ca,
        @Nullable String serverName,
        boolean verify,
        @Nullable CertificateConfig identity) {

    public static final PoolTlsConfig STANDARD = new PoolTlsConfig(List.of(), null, true, null);

    public PoolTlsConfig {
        ca = List.copyOf(ca);
    }
}
