package io.waybill.metrics;

import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.stats.ConnectionView;
import io.waybill.stats.ProtocolEvent;
import io.waybill.stats.TrafficView;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something whose counters are published. Immutable.
 *
 * @param kind what it is; names its metrics and its labels
 * @param labels values of the kind's labels, in their order; no two sources of a kind have the same
 * @param traffic gives a copy of its counters
 * @param connections gives a copy of its connection counters; not asked for a pool
 * @param figures gives what else is to be told of it
 */
public record Source(
        Kind kind,
        List<String> labels,
        Supplier<TrafficView> traffic,
        Supplier<ConnectionView> connections,
        Supplier<List<Figure>> figures) {

    /** What has counters. */
    public enum Kind {
        LISTENER("listener"),
        POOL("pool"),
        SERVER("server");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        List<String> labelNames() {
            return switch (this) {
                case LISTENER, POOL -> List.of(word);
                case SERVER -> List.of(POOL.word, word);
            };
        }
    }

    public Source {
        labels = List.copyOf(labels);
        if (labels.size() != kind.labelNames().size()) {
            throw new IllegalArgumentException("labels: found " + labels + ", expected " + kind.labelNames());
        }
    }

    /**
     * A listener and its client connections.
     *
     * @param protocols gives a copy of the counts of what goes on below requests
     */
    public static Source listener(
            String name,
            Supplier<TrafficView> traffic,
            Supplier<ConnectionView> connections,
            Supplier<Map<ProtocolEvent, Long>> protocols) {
        return new Source(
                Kind.LISTENER, List.of(name), traffic, connections, () -> ProtocolFigures.of(protocols.get()));
    }

    /** A pool; the connections are its servers'. */
    public static Source pool(Pool pool) {
        return new Source(
                Kind.POOL,
                List.of(pool.name()),
                pool.traffic()::view,
                () -> ConnectionView.NONE,
                () -> HealthFigures.of(pool));
    }

    /**
     * A server of a pool and its upstream connections.
     *
     * @param checks gives what is known of its checks; null if it is not checked, or not yet
     */
    public static Source server(String pool, Server server, Supplier<@Nullable CheckFigures> checks) {
        return new Source(
                Kind.SERVER,
                List.of(pool, server.name()),
                server.traffic()::view,
                server.connections()::view,
                () -> HealthFigures.of(server, checks.get()));
    }
}
