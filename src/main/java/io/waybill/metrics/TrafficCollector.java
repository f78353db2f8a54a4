package io.waybill.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.waybill.stats.ConnectionView;
import io.waybill.stats.TrafficView;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the counters once per scrape and lays them out as metrics. Safe from any thread.
 *
 * <p>Servers can be many: they get quantiles of the last minute in place of histograms, and only those failures that
 * happened.
 */
final class TrafficCollector implements MultiCollector {

    private static final List<String> STATUS_CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

    private final WaybillMetrics.Inputs inputs;

    TrafficCollector(WaybillMetrics.Inputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public MetricSnapshots collect() {
        Map<Source.Kind, Families> byKind = new EnumMap<>(Source.Kind.class);
        for (Source source : inputs.sources().get()) {
            Families families = byKind.computeIfAbsent(source.kind(), kind -> new Families("waybill_" + kind.word()));
            add(source, families);
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        addCertificates(snapshots);
        byKind.values().forEach(families -> families.addTo(snapshots));
        snapshots.metricSnapshot(line(
                "written", "Access log lines written", inputs.linesWritten().getAsLong()));
        snapshots.metricSnapshot(line(
                "dropped", "Access log lines dropped", inputs.linesDropped().getAsLong()));
        return snapshots.build();
    }

    private void addCertificates(MetricSnapshots.Builder snapshots) {
        Families families = new Families("waybill_certificate");
        for (CertificateEnd end : inputs.certificates().get()) {
            Point of = new Point(List.of("listener", "pool", "file"), List.of(end.listener(), end.pool(), end.file()));
            families.gauge("expiry_days", "Days until a certificate expires", of, end.days());
        }
        families.addTo(snapshots);
    }

    private static CounterSnapshot line(String what, String help, long value) {
        return CounterSnapshot.builder()
                .name("waybill_access_log_" + what + "_lines")
                .help(help)
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) value)
                        .build())
                .build();
    }

    private void add(Source source, Families families) {
        TrafficView traffic = source.traffic().get();
        Point point = new Point(source.kind().labelNames(), source.labels());
        boolean detailed = source.kind() != Source.Kind.SERVER;

        families.counter("requests", "Requests begun; for a server, attempts", point, traffic.requests());
        families.gauge("requests_in_flight", "Requests begun and not finished", point, traffic.inFlight());
        for (int i = 0; i < STATUS_CLASSES.size(); i++) {
            Point ofClass = point.with("class", STATUS_CLASSES.get(i));
            families.counter("responses", "Requests finished, by class of status", ofClass, traffic.responses()[i]);
        }
        for (int i = 0; i < traffic.failures().length; i++) {
            if (detailed || traffic.failures()[i] > 0) {
                Point ofKind = point.with("failure", inputs.failureWords().get(i));
                families.counter("failures", "Requests that failed, by reason", ofKind, traffic.failures()[i]);
            }
        }
        families.counter("retries", "Attempts that failed and were followed by another", point, traffic.retries());
        families.counter("received_bytes", "Bytes of requests", point, traffic.bytesReceived());
        families.counter("sent_bytes", "Bytes of responses", point, traffic.bytesSent());
        if (detailed) {
            families.histogram("request_seconds", "Total time", point, traffic.totalSinceStart());
            families.histogram("first_byte_seconds", "Until the response head", point, traffic.firstByteSinceStart());
        } else {
            families.summary(
                    "request_seconds",
                    "Total time; quantiles of the last minute",
                    point,
                    traffic.totalSinceStart(),
                    traffic.total1m());
            families.summary(
                    "first_byte_seconds",
                    "Until the response head; quantiles of the last minute",
                    point,
                    traffic.firstByteSinceStart(),
                    traffic.firstByte1m());
        }
        addConnections(source, families, point);
        for (Figure figure : source.figures().get()) {
            Point of = figure.event().isEmpty() ? point : point.with("event", figure.event());
            if (figure.counts()) {
                families.counter(figure.name(), figure.help(), of, figure.value());
            } else {
                families.gauge(figure.name(), figure.help(), of, figure.value());
            }
        }
    }

    private static void addConnections(Source source, Families families, Point point) {
        ConnectionView connections = source.connections().get();
        switch (source.kind()) {
            case LISTENER -> {
                families.gauge("connections_open", "Connections that stand", point, connections.open());
                families.counter("connections_opened", "Connections accepted", point, connections.opened());
                families.counter("connections_refused", "Turned away by a limit", point, connections.refused());
            }
            case SERVER -> {
                families.gauge("connections_open", "Connections that stand", point, connections.open());
                families.gauge("connections_idle", "Connections kept for reuse", point, connections.idle());
                families.counter("connections_opened", "Connections made", point, connections.opened());
                families.counter("connections_reused", "Times a kept one was used again", point, connections.reused());
                families.counter("connections_failed", "Could not be made", point, connections.failed());
            }
            case POOL -> {}
        }
    }
}
