package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Upstream connections between requests: reused newest first, limited, closed by age. */
class IdleConnectionsTest {

    private static final String POOL =
            "threads: 1\npools: {web: {servers: [\"127.0.0.1:%d\"], idleConnections: {%s}}}\n";
    private static final String STANDARD = "perServer: 128";

    @Test
    void requestsOfManyClientsShareOneConnection() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), STANDARD)) {
            for (int i = 0; i < 10; i++) {
                Requests.bodyOfGet(waybill.port("edge"));
            }

            assertEquals(1, server.connections());
            assertEquals(10, server.requests().size());
        }
    }

    @Test
    void newestConnectionIsTakenFirst() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), STANDARD);
                RawClient one = RawClient.connect(waybill.port("edge"));
                RawClient two = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "tell first here", "wait first goes", named("old"), "read request", named("old"));
            server.onNextConnection(
                    "read request",
                    "tell second here",
                    "wait second goes",
                    named("new"),
                    "read request",
                    named("new"),
                    "read request",
                    named("new"));
            one.send(Requests.get("/1"));
            server.await("first here");
            two.send(Requests.get("/2"));
            server.await("second here");
            server.release("first goes");
            assertEquals("old", HttpText.body(one.readResponse()));
            server.release("second goes");
            assertEquals("new", HttpText.body(two.readResponse()));

            assertEquals("new", Requests.bodyOfGet(one));
            assertEquals("new", Requests.bodyOfGet(two));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void connectionThatIsNotUsedIsClosed() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), "timeout: 100ms")) {
            Requests.bodyOfGet(waybill.port("edge"));

            Waiting.until("the idle connection is closed", () -> server.openConnections() == 0);
            Requests.bodyOfGet(waybill.port("edge"));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void connectionBeyondItsAgeIsClosedWhetherItIsUsedOrNot() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), "timeout: 1h, maxAge: 200ms");
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            Waiting.until("a busy connection becomes too old", () -> {
                Requests.bodyOfGet(client);
                return server.connections() == 2;
            });
            Waiting.until("an idle one does, too", () -> server.openConnections() == 0);
        }
    }

    @Test
    void noMoreConnectionsAreKeptThanConfigured() {
        assertEquals(2, keptOfFive("perServer: 2"));
    }

    @Test
    void noConnectionIsKeptWhenTheLimitIsZero() {
        assertEquals(0, keptOfFive("perServer: 0"));
    }

    private static int keptOfFive(String idle) {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), idle)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                server.onNextConnection("read request", "tell here " + i, "wait go", "write 200 keep-alive");
                clients.add(RawClient.connect(waybill.port("edge")).send(Requests.get("/")));
                server.await("here " + i);
            }
            server.release("go");
            for (RawClient client : clients) {
                assertEquals(200, HttpText.status(client.readResponse()));
                client.close();
            }
            int expected = idle.endsWith("2") ? 2 : 0;
            Waiting.until("the others are closed", () -> server.openConnections() <= expected);
            return server.openConnections();
        }
    }

    @Test
    void nextGetSucceedsHoweverOftenTheServerClosesIdleConnections() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), STANDARD);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int i = 0; i < 100; i++) {
                server.onNextConnection("read request", "write 200 keep-alive", "close");
                server.onNextConnection("read request", "write 200 keep-alive", "reset");
            }
            for (int i = 0; i < 150; i++) {
                assertEquals("ok", Requests.bodyOfGet(client));
            }
        }
    }

    @Test
    void postSucceedsWhenTheServerHadClosedTheIdleConnection() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port(), STANDARD);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int i = 0; i < 50; i++) {
                String closed = "closed " + i;
                server.onNextConnection("read request", "write 200 keep-alive", "half close", "tell " + closed);
                String response = client.send(Requests.post("/" + i, "a=b")).readResponse();
                assertEquals(200, HttpText.status(response), response);
                server.await(closed);
            }

            assertEquals(50, server.requests().size());
            assertTrue(server.problems().isEmpty(), () -> server.problems().toString());
        }
    }

    private static String named(String body) {
        return HttpText.response(200, body);
    }
}
