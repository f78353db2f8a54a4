package io.waybill.config;

import java.util.Locale;

/** What counts of a server until its first check is over: the key {@code check.initialState}. Immutable. */
public enum InitialState implements Choice {
    /** It takes no request; it is checked at once, and that one check decides. */
    CHECK,
    /** It takes requests; the first check that fails takes it out. */
    UP,
    /** It takes no request; the first check that passes, in its turn, lets it in. */
    DOWN;

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
