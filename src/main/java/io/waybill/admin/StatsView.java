package io.waybill.admin;

import io.waybill.stats.ConnectionView;
import io.waybill.stats.ProtocolEvent;
import io.waybill.stats.TrafficView;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
                new StatsReader(source).pools());
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
    record ListenerView(
            String name,
            String address,
            String state,
            TrafficView traffic,
            ConnectionView connections,
            Map<ProtocolEvent, Long> protocols,
            @Nullable TlsView tls) {

        static ListenerView of(ListenerFacts facts) {
            return new ListenerView(
                    facts.name(),
                    facts.address(),
                    facts.state(),
                    facts.traffic().view(),
                    facts.connections().view(),
                    facts.protocols().view(),
                    TlsView.of(facts.tls()));
        }
    }

    /**
     * One pool.
     *
     * @param serversUp well, and wanted by the operator
     * @param usableServers that requests go to; more than are up when checks are disregarded
     * @param inPanic whether so few are up that checks are disregarded
     * @param link how its servers are spoken to
     * @param traffic of exchanges, where that of servers is of attempts
     * @param connections of all its servers together
     */
    record PoolView(
            String name,
            int serversUp,
            int usableServers,
            boolean inPanic,
            LinkView link,
            TrafficView traffic,
            ConnectionView connections,
            List<ServerView> servers) {}
}
