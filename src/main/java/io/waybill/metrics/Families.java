package io.waybill.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.waybill.stats.Latency;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of one scrape that share a prefix, each with its values so far. Confined to one thread. */
final class Families {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long FIRST_BOUND_NANOS = 64_000;

    /** 64 µs, doubled up to 67 s: where buckets of {@link Latency} end, so that the counts are exact. */
    private static final int BOUNDS = 21;

    private final String prefix;
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();
    private final Map<String, SummarySnapshot.Builder> summaries = new LinkedHashMap<>();

    Families(String prefix) {
        this.prefix = prefix;
    }

    /** {@code name} without {@code _total}, which the text format adds. */
    void counter(String name, String help, Point point, long value) {
        counter(name, help, point, (double) value);
    }

    void counter(String name, String help, Point point, double value) {
        counters.computeIfAbsent(
                        name,
                        key -> CounterSnapshot.builder()
                                .name(prefix + "_" + key)
                                .help(help))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .labels(point.labels())
                        .value(value)
                        .build());
    }

    void gauge(String name, String help, Point point, long value) {
        gauge(name, help, point, (double) value);
    }

    void gauge(String name, String help, Point point, double value) {
        gauges.computeIfAbsent(
                        name,
                        key -> GaugeSnapshot.builder().name(prefix + "_" + key).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(point.labels())
                        .value(value)
                        .build());
    }

    void histogram(String name, String help, Point point, Latency latency) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (int i = 0; i < BOUNDS; i++) {
            long boundNanos = FIRST_BOUND_NANOS << i;
            long upToBound = latency.countBelow(boundNanos);
            buckets.bucket(seconds(boundNanos), upToBound - below);
            below = upToBound;
        }
        buckets.bucket(Double.POSITIVE_INFINITY, latency.count() - below);
        histograms
                .computeIfAbsent(
                        name,
                        key -> HistogramSnapshot.builder()
                                .name(prefix + "_" + key)
                                .help(help))
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(point.labels())
                        .classicHistogramBuckets(buckets.build())
                        .sum(seconds(latency.sumNanos()))
                        .build());
    }

    void summary(String name, String help, Point point, Latency sinceStart, Latency lastMinute) {
        SummaryDataPointSnapshot.Builder data = SummaryDataPointSnapshot.builder()
                .labels(point.labels())
                .count(sinceStart.count())
                .sum(seconds(sinceStart.sumNanos()));
        if (lastMinute.count() > 0) {
            data.quantiles(Quantiles.builder()
                    .quantile(0.5, seconds(lastMinute.p50Nanos()))
                    .quantile(0.9, seconds(lastMinute.p90Nanos()))
                    .quantile(0.99, seconds(lastMinute.p99Nanos()))
                    .build());
        }
        summaries
                .computeIfAbsent(
                        name,
                        key -> SummarySnapshot.builder()
                                .name(prefix + "_" + key)
                                .help(help))
                .dataPoint(data.build());
    }

    private static double seconds(long nanos) {
        return (double) nanos / NANOS_PER_SECOND;
    }

    void addTo(MetricSnapshots.Builder snapshots) {
        counters.values().forEach(builder -> snapshots.metricSnapshot(builder.build()));
        gauges.values().forEach(builder -> snapshots.metricSnapshot(builder.build()));
        histograms.values().forEach(builder -> snapshots.metricSnapshot(builder.build()));
        summaries.values().forEach(builder -> snapshots.metricSnapshot(builder.build()));
    }
}
