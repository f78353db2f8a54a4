package io.waybill.metrics;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of the process in Prometheus' text format; {@code docs/metrics.md} lists them. The libraries that do it
 * are loaded by the first {@link #scrape}, so that they cost the start nothing. Safe from any thread.
 */
public final class WaybillMetrics implements AutoCloseable {

    private final Inputs inputs;
    private @Nullable PrometheusMetrics prometheus;

    public WaybillMetrics(Inputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Where the figures come from.
     *
     * @param sources the listeners, pools and servers there are at the moment of a scrape
     * @param certificates of Waybill's own; no two of a listener or pool from one file
     * @param failureWords by kind of failure, as counted in {@code TrafficView.failures}
     * @param linesWritten access log lines written
     * @param linesDropped access log lines dropped
     */
    public record Inputs(
            Supplier<List<Source>> sources,
            Supplier<List<CertificateEnd>> certificates,
            List<String> failureWords,
            LongSupplier linesWritten,
            LongSupplier linesDropped) {

        public Inputs {
            failureWords = List.copyOf(failureWords);
        }
    }

    /** The metrics of this moment, as {@code text/plain; version=0.0.4}. */
    public synchronized String scrape() {
        PrometheusMetrics current = prometheus;
        if (current == null) {
            current = new PrometheusMetrics(inputs);
            prometheus = current;
        }
        return current.scrape();
    }

    /** Stops listening to the garbage collector. */
    @Override
    public synchronized void close() {
        if (prometheus != null) {
            prometheus.close();
            prometheus = null;
        }
    }
}
