package io.waybill.http1;

/** How far a parser came with a head. */
public enum ParseResult {
    /** The head goes on in bytes that have not arrived; all that have were taken. */
    INCOMPLETE,
    /** The head is filled; the bytes behind it were left. */
    COMPLETE,
    /** The bytes are no message: the head says why. The connection is of no further use. */
    REFUSED
}
