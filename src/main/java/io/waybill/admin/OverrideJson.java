package io.waybill.admin;

import io.waybill.config.Units;
import io.waybill.control.ChangeResult;
import io.waybill.control.ServerOverride;
import io.waybill.pool.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What operators changed at run time, as JSON. */
final class OverrideJson {

    private OverrideJson() {}

    /** The answer to a change. */
    static String applied(ServerId id, ChangeResult.Applied applied) {
        return JsonText.object(json -> {
            json.writeStringProperty("server", id.toString());
            write(json, applied.overrides());
            json.writeBooleanProperty("kept", applied.kept());
        });
    }

    static void write(JsonGenerator json, List<ServerOverride> overrides) {
        json.writeArrayPropertyStart("overrides");
        for (ServerOverride override : overrides) {
            json.writeStartObject();
            json.writeStringProperty("object", override.server().toString());
            json.writeStringProperty("aspect", word(override.aspect()));
            json.writeStringProperty("configured_then", override.configuredThen());
            json.writeStringProperty("value", override.value());
            json.writeStringProperty("by", override.by());
            json.writeStringProperty("at", override.at().toString());
            json.writeStringProperty("reason", override.reason());
            Duration ttl = override.ttl();
            json.writeStringProperty("ttl", ttl == null ? null : Units.shown(ttl));
            Instant until = until(override);
            json.writeStringProperty("until", until == null ? null : until.toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static String word(ServerOverride.Aspect aspect) {
        return aspect.name().toLowerCase(Locale.ROOT);
    }

    /** When it ends by itself; null for never. */
    static @Nullable Instant until(ServerOverride override) {
        Duration ttl = override.ttl();
        return ttl == null ? null : override.at().plus(ttl);
    }
}
