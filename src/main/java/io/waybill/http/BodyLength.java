package io.waybill.http;

/**
 * How long the body of a message is, as a {@code long} that crosses Waybill in place of any framing field: zero or more
 * bytes exactly, or {@link #UNKNOWN}. The side that sends writes its own framing from it.
 */
public final class BodyLength {

    /** The body ends when its stream says so: by a last chunk, by an END_STREAM flag, or by the close of a connection. */
    public static final long UNKNOWN = -1;

    /** There is no body, not even an empty one: no framing field is written. */
    public static final long NONE = -2;

    private BodyLength() {}
}
