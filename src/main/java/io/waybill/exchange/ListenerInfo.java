package io.waybill.exchange;

import io.waybill.stats.TrafficStats;

/**
 * What an exchange knows of the listener that took its request. Immutable but for the counters.
 *
 * @param name as in the configuration
 * @param secure whether clients speak TLS to it
 * @param port the port that clients connect to
 * @param traffic its counters
 */
public record ListenerInfo(String name, boolean secure, int port, TrafficStats traffic) {}
