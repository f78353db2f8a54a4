package io.waybill.exchange;

/** Whose fault a failure is. */
public enum Blame {
    CLIENT,
    SERVER,
    WAYBILL
}
