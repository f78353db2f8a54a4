package io.waybill.frontend;

import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all loops of one listener count together. Safe from any thread.
 *
 * @param connections connections as such
 * @param protocols what goes on below requests
 * @param open connections that are open now and count against the limit
 */
record ListenerCounters(ConnectionStats connections, ProtocolStats protocols, AtomicInteger open) {}
