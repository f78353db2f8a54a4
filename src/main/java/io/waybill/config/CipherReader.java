package io.waybill.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code ciphers} and {@code curves}: names that the TLS libraries know. */
final class CipherReader {

    /** For TLS 1.2; the last six are for clients of before 2014, and not for HTTP/2 (RFC 9113, appendix A). */
    private static final List<String> CIPHERS = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384");

    private static final Set<String> OF_TLS_1_3 =
            Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** By every name they go by: that of OpenSSL is the one that is kept. */
    private static final Map<String, String> CURVES = Map.of(
            "X25519", "X25519",
            "x25519", "X25519",
            "prime256v1", "prime256v1",
            "secp256r1", "prime256v1",
            "secp384r1", "secp384r1",
            "secp521r1", "secp521r1");

    private CipherReader() {}

    static List<String> ciphers(@Nullable Value value) {
        if (value == null) {
            return TlsConfig.CIPHERS;
        }
        Set<String> names = new LinkedHashSet<>();
        for (Value item : value.items("a list of ciphers", "write for example [" + TlsConfig.CIPHERS.get(0) + "]")) {
            String text = item.textOrNull();
            if (text != null && CIPHERS.contains(text)) {
                names.add(text);
            } else if (text != null && OF_TLS_1_3.contains(text)) {
                item.wrong("a cipher of TLS 1.2", "remove it: those of TLS 1.3 are all offered");
            } else {
                item.wrong("one of " + Shown.names(CIPHERS), remedy(item, text));
            }
        }
        return names.isEmpty() ? TlsConfig.CIPHERS : List.copyOf(names);
    }

    private static String remedy(Value item, @Nullable String text) {
        for (String cipher : CIPHERS) {
            if (openSslName(cipher).equals(text)) {
                return "write " + cipher;
            }
        }
        return item.meant(CIPHERS, "write for example " + TlsConfig.CIPHERS.get(0));
    }

    private static String openSslName(String cipher) {
        return cipher.replace("TLS_RSA_WITH_", "")
                .replace("TLS_", "")
                .replace("WITH_", "")
                .replace("AES_", "AES")
                .replace("CBC_", "")
                .replace("POLY1305_SHA256", "POLY1305")
                .replace('_', '-');
    }

    static List<String> curves(@Nullable Value value) {
        if (value == null) {
            return TlsConfig.CURVES;
        }
        Set<String> names = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>(CURVES.values());
        for (Value item : value.items("a list of curves", "write for example [X25519, prime256v1]")) {
            String text = item.textOrNull();
            String curve = text == null ? null : CURVES.get(text);
            if (curve != null) {
                names.add(curve);
            } else {
                item.wrong("one of " + Shown.names(known), item.meant(known, "write for example X25519"));
            }
        }
        return names.isEmpty() ? TlsConfig.CURVES : List.copyOf(names);
    }
}
