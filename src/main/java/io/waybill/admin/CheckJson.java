package io.waybill.admin;

import io.waybill.health.CheckCode;
import io.waybill.health.CheckView;
import io.waybill.health.Probe;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What is known of the checks of a server, as JSON. */
final class CheckJson {

    private CheckJson() {}

    /** The object {@code check}; null for a server that is not checked. */
    static void write(JsonGenerator json, @Nullable CheckView check) {
        if (check == null) {
            json.writeNullProperty("check");
            return;
        }
        json.writeObjectPropertyStart("check");
        last(json, check.last());
        boolean none = check.probes().isEmpty();
        millis(json, "p50_ms", check.p50Nanos(), none);
        millis(json, "p95_ms", check.p95Nanos(), none);
        json.writeNumberProperty("failed", check.failed());
        json.writeNumberProperty("flap_percent", check.flapPercent());
        json.writeBooleanProperty("flapping", check.flapping());
        json.writeEndObject();
    }

    private static void last(JsonGenerator json, @Nullable Probe last) {
        if (last == null) {
            json.writeStringProperty("code", CheckCode.INI.name());
            json.writeNullProperty("status");
            json.writeStringProperty("text", CheckCode.INI.text());
            json.writeNullProperty("last_at");
            json.writeNullProperty("duration_ms");
            return;
        }
        json.writeStringProperty("code", last.code().name());
        status(json, last);
        json.writeStringProperty("text", last.text().isEmpty() ? last.code().text() : last.text());
        json.writeStringProperty("last_at", last.at().toString());
        json.writeNumberProperty("duration_ms", JsonText.millis(last.durationNanos()));
    }

    /** The status of the answer; null if there was none. */
    static void status(JsonGenerator json, Probe probe) {
        if (probe.status() == 0) {
            json.writeNullProperty("status");
        } else {
            json.writeNumberProperty("status", probe.status());
        }
    }

    private static void millis(JsonGenerator json, String name, long nanos, boolean none) {
        if (none) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, JsonText.millis(nanos));
        }
    }
}
