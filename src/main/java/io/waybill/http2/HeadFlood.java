package io.waybill.http2;

/** Ends the decoding of a block at once, from inside of it; never leaves this package. */
final class HeadFlood extends RuntimeException {

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace
    static final HeadFlood INSTANCE = new HeadFlood();

    private static final long serialVersionUID = 1;

    private HeadFlood() {
        super("more fields than any head has", null, false, false);
    }
}
