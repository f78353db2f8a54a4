package io.waybill.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** Which of a metric's values it is: label names and their values. Immutable. */
record Point(Labels labels) {

    Point(List<String> names, List<String> values) {
        this(Labels.of(names, values));
    }

    Point with(String name, String value) {
        return new Point(labels.add(name, value));
    }
}
