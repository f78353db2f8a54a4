package io.waybill.exchange;

/** When an attempt that failed may be followed by another one. */
enum Retry {
    NEVER,
    /** The request may have reached the server: only what has the same effect twice is sent again. */
    IF_IDEMPOTENT,
    /** Nothing of the request was sent. */
    ALWAYS
}
