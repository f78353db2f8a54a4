package io.waybill.config;

/**
 * One mistake in a configuration file, as one line for the operator. Immutable.
 *
 * @param place where the mistake is
 * @param path the keys that lead there, for example {@code pools.api.servers[1].weight}; {@code yaml} when the file as a
 *     whole cannot be understood
 * @param found what stands there
 * @param expected what would be right
 * @param remedy how to mend it
 */
public record Problem(Place place, String path, String found, String expected, String remedy) {

    /** The line: {@code file:line:col: path: found …, expected …; how to mend it}. */
    @Override
    public String toString() {
        return place + ": " + path + ": found " + found + ", expected " + expected + "; " + remedy;
    }
}
