package io.waybill.testkit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request to an admin listener and its answer. Immutable.
 *
 * @param status of the answer
 * @param body of the answer
 */
public record AdminCall(int status, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Asks the admin listener on this port of 127.0.0.1 for a path. */
    public static AdminCall get(int port, String path) {
        return send(port, "GET", path, null);
    }

    /** Makes a change, in JSON. */
    public static AdminCall change(int port, String method, String path, @Nullable String json) {
        return send(port, method, path, json == null ? "" : json);
    }

    private static AdminCall send(int port, String method, String path, @Nullable String json) {
        String fields = json == null
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + HttpText.bytes(json).length + "\r\n";
        try (RawClient client = RawClient.connect(port)) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + fields + "\r\n"
                    + (json == null ? "" : json));
            String answer = client.readResponse();
            return new AdminCall(HttpText.status(answer), HttpText.body(answer));
        }
    }

    /** The body as JSON. */
    public JsonNode json() {
        return JSON.readTree(body);
    }
}
