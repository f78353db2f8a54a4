package io.waybill.admin;

import java.util.List;
import java.util.Map;

/**
 * What a page or a change answers. Immutable.
 *
 * @param status of HTTP
 * @param contentType with its character set
 * @param body UTF-8 when it is sent
 * @param fields further header fields
 */
record Answer(int status, String contentType, String body, Map<String, String> fields) {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    Answer {
        fields = Map.copyOf(fields);
    }

    static Answer text(int status, String body) {
        return new Answer(status, TEXT, body, Map.of());
    }

    static Answer json(String body) {
        return json(200, body);
    }

    static Answer json(int status, String body) {
        return new Answer(status, JSON, body, Map.of());
    }

    /** A sentence for those who read pages, JSON for those who change something: programs, mostly. */
    static Answer error(int status, String sentence, boolean asText) {
        return asText ? text(status, sentence + "\n") : errors(status, sentence, List.of());
    }

    /** An error of a change, as JSON. */
    static Answer errors(int status, String sentence, List<String> problems) {
        return json(status, JsonText.object(json -> {
            json.writeStringProperty("error", sentence);
            if (!problems.isEmpty()) {
                JsonText.strings(json, "problems", problems);
            }
        }));
    }

    Answer with(String field, String value) {
        return new Answer(status, contentType, body, Map.of(field, value));
    }
}
