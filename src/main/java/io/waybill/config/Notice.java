package io.waybill.config;

/**
 * Something in a valid configuration that the operator should know. Immutable.
 *
 * @param place where it stands
 * @param path the keys that lead there
 * @param text one sentence, without a full stop
 */
public record Notice(Place place, String path, String text) {

    /** The line: {@code file:line:col: path: text}. */
    @Override
    public String toString() {
        return place + ": " + path + ": " + text;
    }
}
