package io.waybill.config;

/**
 * How much of a message is accepted, as written under {@code limits}. Immutable.
 *
 * @param headBytes request or response head, request line and field lines together
 * @param fields field lines in a head
 * @param requestLineBytes request line, without its end
 * @param trailerBytes trailer section of a chunked body
 * @param trailerFields field lines in a trailer section
 * @param informational 1xx responses before the final one
 * @param chunkExtensionBytes extensions of one chunk
 * @param bodyBytes request body, unless a route has its own limit; 0 for no limit
 */
public record LimitsConfig(
        long headBytes,
        int fields,
        long requestLineBytes,
        long trailerBytes,
        int trailerFields,
        int informational,
        int chunkExtensionBytes,
        long bodyBytes) {

    static final long MIN_HEAD_BYTES = 1024;
    static final long MAX_HEAD_BYTES = 1024 * 1024;
    static final long MIN_REQUEST_LINE_BYTES = 64;
    static final long MAX_BODY_BYTES = 1L << 50;
    static final int MAX_CHUNK_EXTENSION_BYTES = 65_536;
    static final long MIN_TRAILER_BYTES = 2;
    static final int MAX_FIELDS = 1000;
    static final int MAX_INFORMATIONAL = 1000;
    static final LimitsConfig STANDARD = new LimitsConfig(32 * 1024, 128, 8 * 1024, 8 * 1024, 32, 16, 256, 0);

    public LimitsConfig {
        if (headBytes < MIN_HEAD_BYTES || headBytes > MAX_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "head: found " + headBytes + ", expected " + MIN_HEAD_BYTES + " to " + MAX_HEAD_BYTES);
        }
        if (requestLineBytes < 1 || requestLineBytes > headBytes) {
            throw new IllegalArgumentException(
                    "requestLine: found " + requestLineBytes + ", expected 1 to " + headBytes);
        }
        if (fields < 1 || trailerBytes < 0 || trailerFields < 0 || informational < 0) {
            throw new IllegalArgumentException("limits: found one below its least");
        }
        if (chunkExtensionBytes < 0 || bodyBytes < 0) {
            throw new IllegalArgumentException("limits: found one below zero, expected 0 or more");
        }
    }
}
