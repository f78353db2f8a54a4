package io.waybill.pool;

/** What Waybill knows of how a server does. */
public enum Health {
    /** Nobody checks it: taken to be well. */
    NO_CHECK("no check"),
    UP("UP"),
    /** Takes no request until its checks pass again. */
    DOWN("DOWN");

    private final String word;

    Health(String word) {
        this.word = word;
    }

    /** As the statistics of HAProxy spell it. */
    String word() {
        return word;
    }
}
