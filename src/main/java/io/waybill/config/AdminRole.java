package io.waybill.config;

import java.util.Locale;

/** What the holder of a token may do; each may do what those before may. Immutable. */
public enum AdminRole implements Choice {
    /** Reads. */
    VIEWER,
    /** Changes states and weights of servers, reloads the file as it stands. */
    OPERATOR,
    /** Adds and removes servers, tries out configurations. */
    ADMIN;

    /** Whether this role may do what that one may. */
    public boolean includes(AdminRole other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
