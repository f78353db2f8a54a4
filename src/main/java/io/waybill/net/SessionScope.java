package io.waybill.net;

import io.waybill.config.TlsConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * Where a TLS session holds. Without it, and with ticket keys that listeners share, a client that proved nothing to one
 * listener could resume its session on another that asks for a certificate, and be taken for proved (CVE-2025-23419).
 */
final class SessionScope {

    private SessionScope() {}

    /** 32 bytes that two machines agree on if their listeners have the same name and believe the same clients. */
    static byte[] of(String listener, TlsConfig config) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(listener.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(config.clientAuth().word().getBytes(StandardCharsets.UTF_8));
            for (X509Certificate authority : config.clientCa()) {
                digest.update(authority.getEncoded());
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException | CertificateEncodingException broken) {
            throw new IllegalArgumentException("clientCa: cannot be told apart from others", broken);
        }
    }
}
