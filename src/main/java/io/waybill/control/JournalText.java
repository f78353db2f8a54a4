package io.waybill.control;

import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.ServerId;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The text of the state file, to overrides and back. Strict: what it would not write it does not read. */
final class JournalText {

    private static final String FORMAT = "waybill-state";
    private static final int VERSION = 1;
    private static final String SERVER = "server ";
    private static final Set<String> KEYS = Set.of("format", "version", "overrides");
    private static final Set<String> OVERRIDE_KEYS =
            Set.of("object", "aspect", "configuredThen", "value", "by", "at", "reason", "ttl");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JournalText() {}

    /** A text that is no state file, or not a whole one, or that of a later version. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message);
        }
    }

    static String of(List<ServerOverride> overrides) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.writerWithDefaultPrettyPrinter().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeNumberProperty("version", VERSION);
            json.writeArrayPropertyStart("overrides");
            overrides.forEach(override -> write(json, override));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, ServerOverride override) {
        json.writeStartObject();
        json.writeStringProperty("object", SERVER + override.server());
        json.writeStringProperty("aspect", override.aspect().word());
        json.writeStringProperty("configuredThen", override.configuredThen());
        json.writeStringProperty("value", override.value());
        json.writeStringProperty("by", override.by());
        json.writeStringProperty("at", override.at().toString());
        json.writeStringProperty("reason", override.reason());
        Duration ttl = override.ttl();
        json.writeStringProperty("ttl", ttl == null ? null : ttl.toString());
        json.writeEndObject();
    }

    static List<ServerOverride> read(String text) throws BrokenException {
        try {
            JsonNode root = JSON.readTree(text);
            checkHead(root);
            List<ServerOverride> overrides = new ArrayList<>();
            for (JsonNode node : root.get("overrides")) {
                overrides.add(override(node));
            }
            return overrides;
        } catch (JacksonException e) {
            throw new BrokenException("it is not whole, or no JSON: " + e.getOriginalMessage());
        } catch (DateTimeException e) {
            throw new BrokenException("it has a time that cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new BrokenException("it has an override that makes no sense: " + e.getMessage());
        }
    }

    private static void checkHead(JsonNode root) throws BrokenException {
        if (!root.isObject() || !root.path("format").asString("").equals(FORMAT)) {
            throw new BrokenException("it is not a state file of Waybill");
        }
        JsonNode version = root.path("version");
        if (!version.isInt() || version.asInt() != VERSION) {
            throw new BrokenException(
                    "it is of version " + version + ", and this Waybill reads version " + VERSION + " only");
        }
        checkKeys(root, KEYS);
        if (!root.path("overrides").isArray()) {
            throw new BrokenException("it has no list of overrides");
        }
    }

    private static ServerOverride override(JsonNode node) throws BrokenException {
        if (!node.isObject()) {
            throw new BrokenException("it has an override that is none: " + node);
        }
        checkKeys(node, OVERRIDE_KEYS);
        String object = text(node, "object");
        int slash = object.indexOf('/');
        if (!object.startsWith(SERVER) || slash < 0) {
            throw new BrokenException("it has an override of something unknown: " + object);
        }
        String ttl = textOrNull(node, "ttl");
        return new ServerOverride(
                new ServerId(object.substring(SERVER.length(), slash), object.substring(slash + 1)),
                Aspect.valueOf(text(node, "aspect").toUpperCase(Locale.ROOT)),
                textOrNull(node, "configuredThen"),
                text(node, "value"),
                text(node, "by"),
                Instant.parse(text(node, "at")),
                text(node, "reason"),
                ttl == null ? null : Duration.parse(ttl));
    }

    private static void checkKeys(JsonNode node, Set<String> known) throws BrokenException {
        Set<String> unknown = new HashSet<>(node.propertyNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new BrokenException("it has unknown keys: " + unknown);
        }
    }

    private static String text(JsonNode node, String key) throws BrokenException {
        String text = textOrNull(node, key);
        if (text == null) {
            throw new BrokenException("it has an override without " + key);
        }
        return text;
    }

    private static @Nullable String textOrNull(JsonNode node, String key) throws BrokenException {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new BrokenException("it has an override whose " + key + " is no text");
        }
        return value.asString();
    }
}
