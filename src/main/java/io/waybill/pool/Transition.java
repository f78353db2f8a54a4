package io.waybill.pool;

import java.time.Instant;

/**
 * A change of what a server may do. Immutable.
 *
 * @param at when
 * @param from its status before, in HAProxy's words
 * @param to its status after
 * @param cause why: what a check found, or who wanted it and for what reason
 */
public record Transition(Instant at, String from, String to, String cause) {}
