package io.waybill.config;

/**
 * Where something stands in a configuration file. Immutable.
 *
 * @param file the file as the operator named it
 * @param line counted from 1
 * @param column counted from 1, in code points
 */
public record Place(String file, int line, int column) {

    public Place {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("place: found " + line + ":" + column + ", expected 1:1 or later");
        }
    }

    /** {@code file:line:column}, which editors and terminals understand. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
