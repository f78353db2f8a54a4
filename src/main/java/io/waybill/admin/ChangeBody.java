package io.waybill.admin;

import io.waybill.config.Units;
import io.waybill.control.ServerChange;
import io.waybill.pool.AdminState;
import io.waybill.pool.ServerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON object of a change, and says everything that is wrong with it at once. Confined to one request. */
final class ChangeBody {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_SHOWN = 60;
    private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
    private static final Duration LONGEST_TTL = Duration.ofDays(30);

    private final JsonNode body;
    private final List<String> problems = new ArrayList<>();

    private ChangeBody(JsonNode body) {
        this.body = body;
    }

    /** @param keys that may stand in it */
    static ChangeBody of(byte[] bytes, Set<String> keys) throws WrongRequest {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (JacksonException broken) {
            throw new WrongRequest(List.of("body: found no valid JSON, expected an object: " + oneLine(broken)));
        }
        if (!node.isObject()) {
            throw new WrongRequest(List.of("body: found " + found(node) + ", expected a JSON object"));
        }
        ChangeBody body = new ChangeBody(node);
        for (String key : node.propertyNames()) {
            if (!keys.contains(key)) {
                body.problems.add(shortened(key) + ": found an unknown key, expected one of " + new TreeSet<>(keys));
            }
        }
        return body;
    }

    private static String oneLine(JacksonException broken) {
        String message = broken.getOriginalMessage();
        String place = broken.getLocation() == null
                ? ""
                : " in line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr();
        return shortened(message == null ? "malformed" : message.replaceAll("\\s+", " ")) + place;
    }

    /** State, weight, reason and lifetime of a change. */
    ServerChange change() {
        return new ServerChange(state(), weight(), reason(), ttl());
    }

    /** Says that something else is wrong than a single value. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** To be called when everything was read. */
    void check() throws WrongRequest {
        if (!problems.isEmpty()) {
            throw new WrongRequest(problems);
        }
    }

    boolean has(String key) {
        return body.has(key);
    }

    /** A text, or null if there is none or something else. */
    @Nullable
    String text(String key, String expected) {
        JsonNode node = body.get(key);
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            wrong(key, node, expected);
            return null;
        }
        return node.stringValue();
    }

    String reason() {
        String expected = "a text of at most " + LONGEST_REASON + " characters without control characters";
        String text = text("reason", expected);
        if (text != null && !isReason(text)) {
            problems.add("reason: expected " + expected);
        }
        return text == null ? "" : text;
    }

    /** Whether a text may stand in the log and in the state file as the reason of a change. */
    static boolean isReason(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_REASON
                && text.codePoints().noneMatch(ChangeBody::isControl);
    }

    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private @Nullable AdminState state() {
        String expected = "ready, drain or maint";
        String text = text("state", expected);
        if (text == null) {
            return null;
        }
        for (AdminState state : AdminState.values()) {
            if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
                return state;
            }
        }
        problems.add("state: found " + shortened(text) + ", expected " + expected);
        return null;
    }

    private @Nullable Integer weight() {
        JsonNode node = body.get("weight");
        if (node == null) {
            return null;
        }
        boolean fits = node.isIntegralNumber()
                && node.canConvertToInt()
                && node.intValue() >= 0
                && node.intValue() <= ServerState.MAX_WEIGHT;
        if (!fits) {
            wrong("weight", node, "a whole number, 0 to " + ServerState.MAX_WEIGHT);
            return null;
        }
        return node.intValue();
    }

    private @Nullable Duration ttl() {
        String expected = "a number and a unit: ms, s, m, h or d; write for example 15m";
        String text = text("ttl", expected);
        if (text == null) {
            return null;
        }
        long millis = Units.millis(text);
        if (millis == Units.UNREADABLE) {
            problems.add("ttl: found " + shortened(text) + ", expected " + expected);
            return null;
        }
        Duration ttl = Duration.ofMillis(millis);
        if (ttl.compareTo(SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
            problems.add("ttl: found " + shortened(text) + ", expected " + Units.shown(SHORTEST_TTL) + " to "
                    + Units.shown(LONGEST_TTL));
            return null;
        }
        return ttl;
    }

    private void wrong(String key, JsonNode node, String expected) {
        problems.add(key + ": found " + found(node) + ", expected " + expected);
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "nothing" : shortened(node.toString());
    }

    private static String shortened(String text) {
        String plain = text.codePoints()
                .map(c -> isControl(c) ? '?' : c)
                .limit(LONGEST_SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.length() > LONGEST_SHOWN ? plain + "..." : plain;
    }
}
