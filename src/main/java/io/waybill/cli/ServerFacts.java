package io.waybill.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Waybill says of one server. Immutable.
 *
 * @param status in HAProxy's words
 * @param adminState {@code ready}, {@code drain} or {@code maint}
 * @param usable whether it may get the next request
 * @param check the last check; null if the server is not checked
 * @param overrides what an operator changed, one sentence for each
 */
record ServerFacts(
        String name,
        String address,
        String status,
        String adminState,
        int weight,
        long inFlight,
        boolean usable,
        @Nullable Check check,
        List<String> overrides) {

    private static final String DOWN = "DOWN";
    private static final String READY = "ready";
    private static final String MAINT = "maint";

    ServerFacts {
        overrides = List.copyOf(overrides);
    }

    /**
     * The last check of a server.
     *
     * @param code how it ended, such as {@code L7OK}
     * @param at when it began; null if none is over yet
     */
    record Check(
            String code, int status, String text, @Nullable Instant at) {

        /** Whether the server counts as well by it. */
        boolean isPassed() {
            return code.equals("L4OK") || code.equals("L7OK") || code.equals("L7OKC");
        }
    }

    static ServerFacts of(JsonNode json) {
        List<String> overrides = new ArrayList<>();
        for (JsonNode override : json.path("overrides")) {
            overrides.add(overrideText(override));
        }
        if (json.path("override").isObject()) {
            overrides.add(overrideText(json.path("override")));
        }
        return new ServerFacts(
                json.path("name").asString(""),
                json.path("address").asString(""),
                json.path("status").asString(""),
                json.path("admin_state").asString(READY),
                json.path("weight").asInt(0),
                json.path("in_flight").asLong(0),
                json.path("usable").asBoolean(false),
                check(json.path("check")),
                overrides);
    }

    boolean isReady() {
        return adminState.equals(READY);
    }

    boolean isInMaintenance() {
        return adminState.equals(MAINT);
    }

    /** Whether checks say that it is down. */
    boolean isDown() {
        return status.startsWith(DOWN);
    }

    /** Whether it gets its share of requests: all of them, or none because its weight says so. */
    boolean serves() {
        return usable || (weight == 0 && isReady() && !isDown());
    }

    private static @Nullable Check check(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        return new Check(
                json.path("code").asString(""),
                json.path("status").asInt(0),
                json.path("text").asString(""),
                instant(json.path("last_at").asString("")));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String overrideText(JsonNode json) {
        String reason = json.path("reason").asString("");
        String what = json.path("aspect").asString("").equals("weight") ? "weight " : "";
        String text = what + json.path("value").asString("") + " by "
                + json.path("by").asString("");
        return reason.isEmpty() ? text : text + ": " + reason;
    }
}
