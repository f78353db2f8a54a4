package io.waybill.config;

import java.util.Locale;

/** How a pool chooses one of its usable servers: the key {@code pools.<pool>.balance}. Immutable. */
public enum Balance implements Choice {
    /** One after the other, each as often as its weight says; exact over all event loops. */
    ROUND_ROBIN,
    /** The server with the fewest requests in flight for its weight. */
    LEAST_REQUESTS,
    /** The less busy of two servers drawn at random. */
    P2C,
    /** Drawn at random by weight. */
    RANDOM;

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
