package io.waybill.pool;

/** What the operator wants of a server. */
public enum AdminState {
    /** Takes requests, if it is well. */
    READY,
    /** Takes no new request; those in flight finish; checks go on. */
    DRAIN,
    /** Takes no new request and is not checked. */
    MAINT
}
