package io.waybill.metrics;

/**
 * What is published of the checks of a server. Immutable.
 *
 * @param passed whether the last one did
 * @param lastNanos how long the last one took
 * @param failed checks that failed while the server had points to lose
 * @param flapping whether the server is too restless
 */
public record CheckFigures(boolean passed, long lastNanos, long failed, boolean flapping) {}
