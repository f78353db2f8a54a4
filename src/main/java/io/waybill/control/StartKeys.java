package io.waybill.control;

import io.waybill.config.LimitsConfig;
import io.waybill.config.WaybillConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys that count at the start of the process only. Immutable. */
final class StartKeys {

    private final WaybillConfig started;
    private final Map<String, Function<WaybillConfig, Object>> keys = new LinkedHashMap<>();

    /** @param started what the process was started with */
    StartKeys(WaybillConfig started) {
        this.started = started;
        keys.put("node", WaybillConfig::node);
        keys.put("threads", WaybillConfig::threads);
        keys.put("transport", WaybillConfig::transport);
        keys.put("admin.address", config -> Optional.ofNullable(config.admin().address()));
        keys.put("accessLog", WaybillConfig::accessLog);
        keys.put("state", WaybillConfig::stateFile);
        keys.put("requestId.header of checks", config -> config.requestId().header());
        keys.put("http2 of connections to servers", WaybillConfig::http2);
        keys.put("limits of responses", config -> ofResponses(config.limits()));
    }

    private static List<Object> ofResponses(LimitsConfig limits) {
        return List.of(
                limits.headBytes(),
                limits.fields(),
                limits.requestLineBytes(),
                limits.trailerBytes(),
                limits.trailerFields(),
                limits.informational(),
                limits.chunkExtensionBytes());
    }

    /** One sentence for each of them that is not as the process was started with. */
    List<String> notices(WaybillConfig config) {
        List<String> notices = new ArrayList<>();
        keys.forEach((key, value) -> {
            if (!value.apply(started).equals(value.apply(config))) {
                notices.add(
                        key + ": another value than at the start of the process; it takes effect at the next start");
            }
        });
        return notices;
    }
}
