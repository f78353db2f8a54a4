package io.waybill.cli;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.ScriptedServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An admin listener that says what a test wants, and keeps what it was asked. Safe from any thread. */
final class ScriptedAdmin implements AutoCloseable {

    private final ScriptedServer server = ScriptedServer.start();
    private final Map<String, Function<String, String>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ScriptedAdmin() {
        server.always(this::answer);
    }

    int port() {
        return server.port();
    }

    /** @param line method and target of the request, such as {@code GET /pools} */
    ScriptedAdmin on(String line, int status, String body) {
        return on(line, request -> HttpText.response(status, body, "Connection: close"));
    }

    /** @param answer a whole response for a whole request */
    ScriptedAdmin on(String line, Function<String, String> answer) {
        answers.put(line, answer);
        return this;
    }

    /** Method, target and body of all requests in their order, with one space between. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** The whole last request. */
    String lastRequest() {
        List<String> all = server.requests();
        return all.get(all.size() - 1);
    }

    private String answer(String request) {
        String line = request.substring(0, request.indexOf(" HTTP/"));
        asked.add((line + " " + HttpText.body(request)).strip());
        Function<String, String> answer = answers.get(line);
        return answer == null
                ? HttpText.response(404, "there is no " + line + "\n", "Connection: close")
                : answer.apply(request);
    }

    @Override
    public void close() {
        server.close();
    }
}
