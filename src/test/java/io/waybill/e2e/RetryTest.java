package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.e2e.Requests.Numbered;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request is sent again, when it must not be, and what is left to see of it. */
class RetryTest {

    private static final String POOL = "threads: 1\naccessLog: {file: access.log}\npools: {web: {servers: [%s]}}\n";
    private static final String ID = "X-Unique-Request-Id";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void requestWithoutBodyIsSentAgainOnAFreshConnection(String request) {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, address(server));
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            server.onNextConnection("read request", "write 200 keep-alive");
            Requests.bodyOfGet(client);

            assertEquals(200, HttpText.status(client.send(request).readHead()));
            assertEquals(2, server.connections());
            List<String> seen = server.requests();
            assertEquals(seen.get(1), seen.get(2), "both attempts carry the same bytes, the ID among them");
            assertNotNull(HttpText.field(seen.get(2), ID));
            awaitLine(waybill, " web/127.0.0.1:" + server.port() + " 2 -- " + HttpText.field(seen.get(2), ID));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "PATCH / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
                "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            })
    void requestThatMayHaveHadItsEffectIsNotSentTwice(String request) {
        try (ScriptedServer server = ScriptedServer.start();
                ScriptedServer other = ScriptedServer.answering("not me");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, address(server) + ", " + address(other));
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            assertEquals("ok", Requests.bodyOfGet(client));
            assertEquals("not me", Requests.bodyOfGet(client));

            String response = client.send(request).readResponse();

            assertEquals(502, HttpText.status(response), response);
            assertTrue(response.contains("the server closed the connection before it answered"), response);
            assertEquals(2, server.requests().size());
            assertEquals(1, server.connections());
            assertEquals(1, other.requests().size());
            awaitLine(waybill, " 1 SH ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"})
    void answerThatHasBegunIsNotAskedForAgain(String part) {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, address(server))) {
            server.onNextConnection("read request", "raw " + part, "close");

            String response = Requests.send(waybill.port("edge"), Requests.get("/"));

            assertEquals(502, HttpText.status(response), response);
            assertEquals(1, server.connections());
            awaitLine(waybill, " 1 SH ");
        }
    }

    @Test
    void freshConnectionThatDiesIsNotTriedAgainOnTheSameServer() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, address(server))) {
            server.onNextConnection("read request", "close");
            server.onNextConnection("read request", "write 200 keep-alive");

            assertEquals(502, HttpText.status(Requests.send(waybill.port("edge"), Requests.get("/"))));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void getGoesToAnotherServerWhenOneDiesBeforeItAnswers() {
        try (ScriptedServer dying = ScriptedServer.start();
                ScriptedServer well = ScriptedServer.answering("well");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, address(dying) + ", " + address(well))) {
            dying.onNextConnection("read request", "reset");

            assertEquals("well", Requests.bodyOfGet(waybill.port("edge")));
            assertEquals(
                    HttpText.field(dying.requests().get(0), ID),
                    HttpText.field(well.requests().get(0), ID));
            awaitLine(waybill, " web/127.0.0.1:" + well.port() + " 2 -- ");
        }
    }

    @Test
    void whateverTheMethodARefusedConnectionLeadsToAnotherServer() {
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, servers.addresses());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            servers.server(1).kill();
            servers.server(3).kill();

            for (int i = 0; i < 6; i++) {
                String response = client.send(Requests.post("/", "abc")).readResponse();
                assertEquals(200, HttpText.status(response), response);
                assertEquals("2", HttpText.body(response));
            }
            assertEquals(6, servers.server(2).requests().size());
            assertEquals(1, servers.server(2).connections(), "its idle connection is as good as a new one");
        }
    }

    @Test
    void whenAllServersRefuseTheAnswerIs502AndSaysSo() {
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, servers.addresses())) {
            IntStream.rangeClosed(1, 3).forEach(number -> servers.server(number).kill());

            String response = Requests.send(
                    waybill.port("edge"), "GET / HTTP/1.1\r\nHost: x\r\nX-Unique-Request-Id: from-client\r\n\r\n");

            assertEquals(502, HttpText.status(response), response);
            assertEquals("from-client", HttpText.field(response, ID));
            assertTrue(response.contains("the server refused the connection\nRequest ID: from-client\n"), response);
            awaitLine(waybill, " 3 SC from-client");
        }
    }

    @Test
    void serverThatComesBackIsUsedAtOnce() {
        try (Numbered servers = new Numbered(2);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, servers.addresses())) {
            servers.server(1).kill();
            assertEquals(List.of("2", "2", "2", "2"), Requests.bodiesOfGets(waybill.port("edge"), 4));
            servers.server(1).restart();

            List<String> bodies = Requests.bodiesOfGets(waybill.port("edge"), 4);
            assertEquals(2, bodies.stream().filter("1"::equals).count(), bodies::toString);
        }
    }

    private static String address(ScriptedServer server) {
        return "\"127.0.0.1:" + server.port() + "\"";
    }

    private static void awaitLine(RunningWaybill waybill, String part) {
        Path log = waybill.directory().resolve("access.log");
        Waiting.until("the access log has: " + part, () -> {
            try {
                return Files.readString(log).contains(part);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
