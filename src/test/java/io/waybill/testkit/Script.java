package io.waybill.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedServer} does with one connection, step by step; {@link ScriptedServer#onNextConnection} has the
 * list of steps. Immutable.
 */
final class Script {

    /** One step; it returns false when the connection is over. */
    interface Step {
        boolean run(ScriptedConnection connection) throws Exception;
    }

    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Fails at once for a step that does not exist. */
    static Script of(String... steps) {
        List<Step> parsed = new ArrayList<>();
        for (String step : steps) {
            parsed.add(parse(step));
        }
        return new Script(parsed);
    }

    /** Answers request after request until the peer closes; an empty answer closes. */
    static Script answering(Function<String, String> handler, BooleanSupplier closes) {
        Step answer = connection -> {
            while (connection.readRequest()) {
                String response = handler.apply(connection.lastRequest());
                if (response.isEmpty()) {
                    return connection.close();
                }
                connection.write(response);
                if (closes.getAsBoolean() || "close".equalsIgnoreCase(HttpText.field(response, "Connection"))) {
                    return connection.close();
                }
            }
            return connection.close();
        };
        return new Script(List.of(answer));
    }

    void run(ScriptedConnection connection) throws Exception {
        for (Step step : steps) {
            if (!step.run(connection)) {
                return;
            }
        }
        connection.readUntilClosed();
    }

    private static Step parse(String step) {
        if (step.startsWith("HTTP/")) {
            return connection -> connection.write(step);
        }
        Step plain = plain(step);
        if (plain != null) {
            return plain;
        }
        int space = step.indexOf(' ');
        String verb = space < 0 ? step : step.substring(0, space);
        String rest = space < 0 ? "" : step.substring(space + 1);
        return withArgument(step, verb, rest);
    }

    private static @Nullable Step plain(String step) {
        return switch (step) {
            case "read request" -> ScriptedConnection::readRequest;
            case "read head" -> ScriptedConnection::readHead;
            case "read to end" -> ScriptedConnection::readToEnd;
            case "close" -> ScriptedConnection::close;
            case "half close" -> ScriptedConnection::halfClose;
            case "reset" -> ScriptedConnection::reset;
            default -> null;
        };
    }

    private static Step withArgument(String step, String verb, String rest) {
        return switch (verb) {
            case "read" -> {
                long count = Long.parseLong(rest.replace(" bytes", ""));
                yield connection -> connection.readBytes(count);
            }
            case "write" -> canned(rest);
            case "raw" -> connection -> connection.write(rest);
            case "wait" -> connection -> connection.awaitLatch(rest);
            case "tell" -> connection -> connection.release(rest);
            default -> throw new IllegalArgumentException("no such step: " + step);
        };
    }

    private static Step canned(String arguments) {
        String[] words = arguments.split(" ", -1);
        int status = Integer.parseInt(words[0]);
        String body = status == 204 || status == 304 || status < 200 ? "" : "ok";
        String kind = words.length > 1 ? words[1] : "keep-alive";
        String response = switch (kind) {
            case "keep-alive" ->
                status < 200 ? "HTTP/1.1 " + status + " Scripted\r\n\r\n" : HttpText.response(status, body);
            case "close" -> HttpText.response(status, body, "Connection: close");
            case "chunked" ->
                "HTTP/1.1 " + status + " Scripted\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n";
            default -> throw new IllegalArgumentException("no such response: write " + arguments);
        };
        boolean closes = kind.equals("close");
        return connection -> connection.write(response) && (!closes || connection.close());
    }
}
