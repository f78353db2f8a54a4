package io.waybill.app;

import io.waybill.admin.ListenerFacts;
import io.waybill.exchange.Failure;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;

/** One listener of the configuration, its counters and its address; what the admin listener tells of it. */
final class BoundListener {

    private final String name;
    private final TrafficStats traffic;
    private final ConnectionStats connections;
    private volatile String address;
    private volatile String state = "starting";

    BoundListener(String name, String address, int loops) {
        this.name = name;
        this.address = address;
        this.traffic = new TrafficStats(loops, Failure.count());
        this.connections = new ConnectionStats(loops);
    }

    TrafficStats traffic() {
        return traffic;
    }

    ConnectionStats connections() {
        return connections;
    }

    void address(String bound) {
        address = bound;
    }

    /** {@code starting}, {@code open}, {@code draining}, {@code closed}, or {@code not built} for one that needs TLS. */
    void state(String newState) {
        state = newState;
    }

    ListenerFacts facts() {
        return new ListenerFacts(name, address, state, traffic, connections);
    }
}
