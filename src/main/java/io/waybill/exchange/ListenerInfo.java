package io.waybill.exchange;

import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;

/**
 * What an exchange knows of the listener that took its request. Immutable but for the counters; the array is not to be changed.
 *
 * @param name as in the configuration
 * @param secure whether clients speak TLS to it
 * @param port the port that clients connect to
 * @param hsts the field line Strict-Transport-Security with its CRLF, for every response; empty for none
 * @param traffic counters of its requests
 * @param protocols counters of what its connections speak
 */
public record ListenerInfo(
        String name, boolean secure, int port, byte[] hsts, TrafficStats traffic, ProtocolStats protocols) {}
