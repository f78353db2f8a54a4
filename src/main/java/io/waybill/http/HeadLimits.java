package io.waybill.http;

/**
 * How much a peer may send outside of bodies. Immutable.
 *
 * @param headBytes start line and field lines, with their line ends
 * @param fields field lines of a head
 * @param requestLineBytes the request line, with its line end
 * @param trailerBytes field lines behind a chunked body, with their line ends
 * @param trailerFields field lines behind a chunked body
 * @param chunkExtensionBytes extensions of chunks by which a body may exceed its data: small chunks cannot each carry
 *     many of them
 */
public record HeadLimits(
        int headBytes, int fields, int requestLineBytes, int trailerBytes, int trailerFields, int chunkExtensionBytes) {

    /** Heads are kept in memory whole. */
    public static final int MOST_BYTES = 16 * 1024 * 1024;

    /** Field lines are numbered by a {@code short}. */
    public static final int MOST_FIELDS = Short.MAX_VALUE - 1;

    public HeadLimits {
        within("headBytes", headBytes, 64, MOST_BYTES);
        within("fields", fields, 1, MOST_FIELDS);
        within("requestLineBytes", requestLineBytes, 16, MOST_BYTES);
        within("trailerBytes", trailerBytes, 2, MOST_BYTES);
        within("trailerFields", trailerFields, 0, MOST_FIELDS);
        within("chunkExtensionBytes", chunkExtensionBytes, 0, MOST_BYTES);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": found " + value + ", expected " + least + " to " + most);
        }
    }
}
