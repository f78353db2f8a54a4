package io.waybill.admin;

import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.stats.ConnectionView;
import io.waybill.stats.TrafficView;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that {@code /stats} tells, copied at one moment; JSON and text are written from the same copy, so that both
 * say the same. Immutable.
 *
 * @param address the admin listener is bound to
 * @param uptime since the process started
 */
record StatsView(
        ProcessFacts process,
        String address,
        Duration uptime,
        ConfigFacts config,
        RuntimeView runtime,
        AccessLogFacts accessLog,
        List<ListenerView> listeners,
        List<PoolView> pools) {

    static StatsView of(StatsSource source, String address) {
        Duration uptime = Duration.between(source.process().startedAt(), Instant.now());
        return new StatsView(
                source.process(),
                address,
                uptime.isNegative() ? Duration.ZERO : uptime,
                source.config(),
                RuntimeView.of(source.runtime()),
                source.accessLog(),
                source.listeners().stream().map(ListenerView::of).toList(),
                source.pools().stream().map(PoolView::of).toList());
    }

    /**
     * What the process runs on, and how the JVM is.
     *
     * @param jvm name and version
     * @param collections of garbage since the start, of any kind
     * @param collectionMillis time spent on them
     */
    record RuntimeView(
            String jvm,
            String transport,
            int loops,
            long collections,
            long collectionMillis,
            long heapUsedBytes,
            long heapCommittedBytes,
            long heapMaxBytes) {

        static RuntimeView of(RuntimeFacts facts) {
            long collections = 0;
            long millis = 0;
            for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                collections += Math.max(0, collector.getCollectionCount());
                millis += Math.max(0, collector.getCollectionTime());
            }
            Runtime heap = Runtime.getRuntime();
            return new RuntimeView(
                    System.getProperty("java.vm.name") + " " + Runtime.version(),
                    facts.transport(),
                    facts.loops(),
                    collections,
                    millis,
                    heap.totalMemory() - heap.freeMemory(),
                    heap.totalMemory(),
                    heap.maxMemory());
        }
    }

    /** One listener. */
    record ListenerView(String name, String address, String state, TrafficView traffic, ConnectionView connections) {

        static ListenerView of(ListenerFacts facts) {
            return new ListenerView(
                    facts.name(),
                    facts.address(),
                    facts.state(),
                    facts.traffic().view(),
                    facts.connections().view());
        }
    }

    /**
     * One pool.
     *
     * @param traffic of exchanges, where that of servers is of attempts
     * @param connections of all its servers together
     */
    record PoolView(
            String name, int usableServers, TrafficView traffic, ConnectionView connections, List<ServerView> servers) {

        static PoolView of(Pool pool) {
            List<ServerView> servers =
                    pool.servers().stream().map(ServerView::of).toList();
            ConnectionView connections =
                    servers.stream().map(ServerView::connections).reduce(ConnectionView.NONE, ConnectionView::plus);
            return new PoolView(
                    pool.name(), pool.usableServers(), pool.traffic().view(), connections, servers);
        }
    }

    /** One server of a pool. */
    record ServerView(
            String name, String address, String status, int weight, TrafficView traffic, ConnectionView connections) {

        static ServerView of(Server server) {
            return new ServerView(
                    server.name(),
                    Addresses.text(server.address()),
                    server.status(),
                    server.weight(),
                    server.traffic().view(),
                    server.connections().view());
        }
    }
}
