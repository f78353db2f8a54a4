package io.waybill.config;

/**
 * Who may do what on the admin listener, as written under {@code admin.tokens}. Immutable. Never shows its secret.
 *
 * @param name who holds it; stands in the audit log
 * @param role what its holder may do
 * @param secret what the holder sends as {@code Authorization: Bearer}; 16 to 1024 visible ASCII characters
 */
public record AdminToken(String name, AdminRole role, String secret) {

    static final int MIN_LENGTH = 16;
    static final int MAX_LENGTH = 1024;

    @Override
    public String toString() {
        return "AdminToken[" + name + ", " + role + "]";
    }
}
