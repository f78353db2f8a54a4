package io.waybill.net;

import java.security.PrivateKey;
import java.util.Locale;

/** What a private key signs with, as far as a choice among certificates depends on it. */
enum KeyKind {
    RSA,
    EC,
    EDWARDS;

    static KeyKind of(PrivateKey key) {
        return switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "EC", "ECDSA" -> EC;
            case "EDDSA", "ED25519", "ED448" -> EDWARDS;
            default -> RSA;
        };
    }

    /** Whether the JDK's name of a kind of key means this one. */
    boolean isCalled(String keyType) {
        return switch (this) {
            case RSA -> keyType.startsWith("RSA");
            case EC -> keyType.startsWith("EC");
            case EDWARDS -> keyType.startsWith("Ed");
        };
    }

    /** Whether a client that names these signature algorithms can verify one of this kind. */
    boolean isVerifiedBy(String[] signatureAlgorithms) {
        String ending = switch (this) {
            case RSA -> "RSA";
            case EC -> "ECDSA";
            case EDWARDS -> "ED";
        };
        for (String algorithm : signatureAlgorithms) {
            String name = algorithm.toUpperCase(Locale.ROOT);
            if (this == EDWARDS ? name.startsWith(ending) : name.contains("WITH" + ending) || isPss(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean isPss(String name) {
        return this == RSA && name.startsWith("RSASSA");
    }
}
