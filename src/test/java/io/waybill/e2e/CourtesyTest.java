package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import org.junit.jupiter.api.Test;

/** What the two sides of a connection may expect of each other beyond the messages themselves. */
class CourtesyTest {

    private static final String CONFIG = "threads: 1\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void connectionIsClosedBeforeTheServerSaysThatItWill() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=2\r\nContent-Length: 2\r\n\r\nok");
            assertFalse(client.send(GET).readResponse().contains("Keep-Alive"));
            Waiting.until("the connection is closed", () -> server.openConnections() == 0);
        }
    }

    @Test
    void connectionThatTheServerKeepsForNoTimeIsNotUsedAgain() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int i = 0; i < 2; i++) {
                server.onNextConnection(
                        "read request", "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok");
                assertTrue(client.send(GET).readResponse().endsWith("ok"));
            }
            assertEquals(2, server.connections());
        }
    }

    @Test
    void clientThatWaitsForA100IsNotBlamedForTheServersSilence() {
        String config = "threads: 1\ntimeouts: {idle: 300ms}\n" + CONFIG.replace("threads: 1\n", "");
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(config, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read head", "wait for ever");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            String response = client.readResponse();
            assertTrue(response.startsWith("HTTP/1.1 504 "), response);
            server.release("for ever");
        }
    }

    @Test
    void emptyLineBehindARequestIsNotTheBeginOfAnother() {
        String config = "threads: 1\ntimeouts: {requestHead: 300ms}\n" + CONFIG.replace("threads: 1\n", "");
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(config, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na\r\n");
            assertTrue(client.readResponse().endsWith("hello"));
            assertEquals("", client.readUntilClose(), "closed in silence, without a 408 that nobody asked for");
        }
    }

    @Test
    void refusedConnectionsTakeNobodysPlace() {
        String config = "listeners: {edge: {address: \"127.0.0.1:0\", maxConnections: 1}}\n" + CONFIG;
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(config, server.port())) {
            try (RawClient first = RawClient.connect(waybill.port("edge"))) {
                first.send(GET).readResponse();
                for (int i = 0; i < 5; i++) {
                    RawClient refused = RawClient.connect(waybill.port("edge"));
                    assertTrue(refused.readResponse().startsWith("HTTP/1.1 503 "));
                }
            }
            Waiting.until("there is room again", () -> {
                try (RawClient next = RawClient.connect(waybill.port("edge"))) {
                    return next.send(GET).readResponse().startsWith("HTTP/1.1 200 ");
                }
            });
        }
    }

    @Test
    void editsMeanEverySpellingOfAField() {
        String routes = "routes: [{pool: web, setHeaders: {request: {X-User: waybill}}}]\n";
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(routes + CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nX_User: root\r\nx-user: root\r\n\r\n")
                    .readResponse();
            String request = server.requests().get(0);
            assertTrue(request.contains("X-User: waybill\r\n"), request);
            assertFalse(request.contains("root"), request);
        }
    }
}
