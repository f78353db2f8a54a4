package io.waybill.metrics;

/**
 * One more figure of a listener, pool or server. Immutable.
 *
 * @param name without the prefix of the kind, and without {@code _total}
 * @param help what it means
 * @param event what is counted, for a figure that has one value for each; empty otherwise
 * @param counts whether it only grows
 */
record Figure(String name, String help, String event, boolean counts, double value) {

    static Figure gauge(String name, String help, double value) {
        return new Figure(name, help, "", false, value);
    }

    static Figure gauge(String name, String help, long value) {
        return new Figure(name, help, "", false, (double) value);
    }

    static Figure gauge(String name, String help, boolean holds) {
        return new Figure(name, help, "", false, holds ? 1 : 0);
    }

    static Figure counter(String name, String help, long value) {
        return new Figure(name, help, "", true, (double) value);
    }

    static Figure counter(String name, String help, String event, long value) {
        return new Figure(name, help, event, true, (double) value);
    }
}
