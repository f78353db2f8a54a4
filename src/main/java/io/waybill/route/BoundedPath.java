package io.waybill.route;

import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;

/**
 * The path of a request as regular expressions see it. It can be read only so often: an expression that goes back and
 * forth without end over a path that somebody made for it would hold up every exchange of the loop. Confined to one event
 * loop, for one look-up.
 */
final class BoundedPath implements CharSequence {

    /** Characters that may be read for one request, some milliseconds' worth; an honest expression reads each a few times. */
    static final int MOST_STEPS = 200_000;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int stepsLeft = MOST_STEPS;

    BoundedPath(RequestHead head) {
        this.bytes = head.bytes();
        this.start = head.targetStart();
        this.end = head.pathEnd();
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        if (--stepsLeft < 0) {
            throw new StepsExceeded();
        }
        return (char) (bytes[start + index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return toString().substring(from, to);
    }

    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** An expression has read too much. Without a stack trace: it may happen on every request. */
    static final class StepsExceeded extends RuntimeException {

        StepsExceeded() {
            super("a regular expression read too much of a path", null, false, false);
        }
    }
}
