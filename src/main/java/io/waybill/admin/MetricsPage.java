package io.waybill.admin;

import java.util.Map;

/** {@code /metrics}: for collectors. */
final class MetricsPage implements Page {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final StatsSource source;

    MetricsPage(StatsSource source) {
        this.source = source;
    }

    @Override
    public Answer answer(AdminRequest request) {
        return new Answer(200, PROMETHEUS_TEXT, source.metrics(), Map.of());
    }
}
