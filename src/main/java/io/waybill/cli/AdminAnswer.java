package io.waybill.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Waybill answered. Immutable.
 *
 * @param body as text, in UTF-8
 */
record AdminAnswer(int status, String body) {

    private static final int OK = 200;
    private static final int FIRST_THAT_IS_NO_SUCCESS = 300;

    boolean isSuccess() {
        return status >= OK && status < FIRST_THAT_IS_NO_SUCCESS;
    }

    /** The body as JSON; null if it is none. */
    @Nullable
    JsonNode json() {
        try {
            JsonNode read = JsonMapper.shared().readTree(body);
            return read == null || read.isMissingNode() ? null : read;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** What an answer that is no success says, on one line. */
    String sentence() {
        JsonNode json = body.startsWith("{") ? json() : null;
        String error = json == null ? "" : json.path("error").asString("");
        String said = error.isEmpty() ? body.lines().findFirst().orElse("") : error;
        return said.isEmpty() ? "it answered " + status : said;
    }
}
