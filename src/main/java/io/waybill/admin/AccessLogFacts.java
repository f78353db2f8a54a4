package io.waybill.admin;

/**
 * Counters of the access log since the start. Immutable.
 *
 * @param written lines handed to the operating system
 * @param dropped lines given up because the sink was too slow or failed
 */
public record AccessLogFacts(long written, long dropped) {}
