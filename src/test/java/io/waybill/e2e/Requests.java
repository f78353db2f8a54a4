package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plain requests, and servers that say who they are. */
final class Requests {

    private Requests() {}

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    static String post(String path, String body) {
        return String.format(
                Locale.ROOT, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", path, body.length(), body);
    }

    /** The body of a GET on a connection of its own. */
    static String bodyOfGet(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return bodyOfGet(client);
        }
    }

    /** The body of a GET that must succeed. */
    static String bodyOfGet(RawClient client) {
        String response = client.send(get("/")).readResponse();
        assertEquals(200, HttpText.status(response), response);
        return HttpText.body(response);
    }

    static List<String> bodiesOfGets(int port, int count) {
        List<String> bodies = new ArrayList<>();
        try (RawClient client = RawClient.connect(port)) {
            for (int i = 0; i < count; i++) {
                bodies.add(bodyOfGet(client));
            }
        }
        return bodies;
    }

    /** Status of the response to this request, on a connection of its own. */
    static String send(int port, String request) {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).readResponse();
        }
    }

    /** Servers that answer with their names: 1, 2 and so on. */
    static final class Numbered implements AutoCloseable {

        private final List<ScriptedServer> servers = new ArrayList<>();

        Numbered(int count) {
            for (int i = 1; i <= count; i++) {
                servers.add(ScriptedServer.answering(Integer.toString(i)));
            }
        }

        ScriptedServer server(int number) {
            return servers.get(number - 1);
        }

        int port(int number) {
            return server(number).port();
        }

        /** As they stand in a configuration. */
        String addresses() {
            return String.join(
                    ", ",
                    servers.stream()
                            .map(server -> "\"127.0.0.1:" + server.port() + "\"")
                            .toList());
        }

        /** How many requests each has had. */
        List<Integer> counts() {
            return servers.stream().map(server -> server.requests().size()).toList();
        }

        @Override
        public void close() {
            servers.forEach(ScriptedServer::close);
        }
    }
}
