package io.waybill.pool;

import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;

/** What is counted about one server. */
record ServerStats(TrafficStats traffic, ConnectionStats connections) {}
