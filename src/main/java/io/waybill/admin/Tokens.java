package io.waybill.admin;

import io.waybill.config.AdminToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks, by the field {@code Authorization: Bearer}. How long that takes tells nothing about the secrets:
 * digests are compared, in constant time, and always all of them. Immutable.
 */
final class Tokens {

    private static final String SCHEME = "Bearer ";

    private final List<Known> known;
    private final BiPredicate<byte[], byte[]> comparison;

    Tokens(List<AdminToken> tokens) {
        this(tokens, MessageDigest::isEqual);
    }

    Tokens(List<AdminToken> tokens, BiPredicate<byte[], byte[]> comparison) {
        this.known = tokens.stream()
                .map(token -> new Known(digest(token.secret()), new Caller(token.name(), token.role())))
                .toList();
        this.comparison = comparison;
    }

    private record Known(byte[] digest, Caller caller) {}

    /** Who asks, or null if that is nobody who is known. */
    @Nullable
    Caller caller(List<String> authorization) {
        if (known.isEmpty()) {
            return Caller.LOCAL;
        }
        byte[] digest = digest(authorization.size() == 1 ? secretIn(authorization.get(0)) : "");
        Caller caller = null;
        for (Known one : known) {
            // No way out of the loop: it would tell how far down the list the token is.
            caller = comparison.test(one.digest, digest) ? one.caller : caller;
        }
        return caller;
    }

    private static String secretIn(String field) {
        return field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? field.substring(SCHEME.length()).strip()
                : "";
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
