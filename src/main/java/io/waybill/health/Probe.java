package io.waybill.health;

import java.time.Instant;

/**
 * One check that is over. Immutable.
 *
 * @param at when it began
 * @param code how it ended
 * @param status of the answer; 0 if there was none
 * @param durationNanos from its begin to its end
 * @param text what a person should know beyond the code; may be empty
 */
public record Probe(Instant at, CheckCode code, int status, long durationNanos, String text) {}
