package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import org.junit.jupiter.api.Test;

/** How long Waybill waits for clients, and how many it has at once. */
class SlowClientTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void headThatDoesNotEndInTimeIs408() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {requestHead: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            String response = client.send("GET / HTTP/1.1\r\nHo").readResponse();

            assertEquals(408, HttpText.status(response));
            assertTrue(response.contains("did not arrive in time"), response);
            assertTrue(HttpText.body(response).contains(HttpText.field(response, "X-Unique-Request-Id")), response);
            assertTrue(client.isClosedByPeer());
            AccessLines log = AccessLines.of(waybill);
            assertEquals("cR", log.field(0, "code"));
            assertEquals("408", log.field(0, "status"));
            assertEquals(1, Statistics.of(waybill).number("/listeners/0/errors/head-timeout"));
        }
    }

    @Test
    void headThatComesByteByByteHasNoMoreTime() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {requestHead: 300ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("GET / HTTP/1.1\r\n");
            while (client.isLeftOpen()) {
                client.send("x");
            }
            // the first byte was what told that it is not left open
            assertTrue(client.readUntilClose().startsWith("TTP/1.1 408 "));
        }
    }

    @Test
    void manySlowHeadsDoNotKeepOthersFromBeingServed() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {requestHead: 500ms}\n", server.port());
                RawClient good = RawClient.connect(waybill.port("edge"))) {
            RawClient[] slow = new RawClient[200];
            for (int i = 0; i < slow.length; i++) {
                slow[i] = RawClient.connect(waybill.port("edge")).send("GET /slow HT");
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(200, HttpText.status(good.send(GET).readResponse()));
            }
            for (RawClient client : slow) {
                assertEquals(408, HttpText.status(client.readResponse()));
                client.close();
            }
            Statistics.of(waybill).await("/listeners/0/connections/in_use", 1);
        }
    }

    @Test
    void connectionWithoutARequestIsClosedWithoutAWord() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        CONFIG + "timeouts: {requestHead: 200ms, keepAlive: 300ms}\n", server.port());
                RawClient silent = RawClient.connect(waybill.port("edge"));
                RawClient served = RawClient.connect(waybill.port("edge"))) {
            assertEquals(200, HttpText.status(served.send(GET).readResponse()));
            assertEquals("", silent.readUntilClose());
            assertEquals("", served.readUntilClose());
            assertEquals(1, AccessLines.of(waybill).await(1).size());
        }
    }

    @Test
    void connectionBeyondTheLimitOfItsListenerGets503AndRoomIsMadeByThoseThatLeave() {
        String listeners = "listeners: {edge: {address: \"127.0.0.1:0\", maxConnections: 2}}\nthreads: 1\n";
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG + listeners, server.port());
                RawClient first = RawClient.connect(waybill.port("edge"));
                RawClient second = RawClient.connect(waybill.port("edge"))) {
            first.send(GET).readResponse();
            second.send(GET).readResponse();
            try (RawClient third = RawClient.connect(waybill.port("edge"))) {
                String response = third.send(GET).readResponse();
                assertEquals(503, HttpText.status(response));
                assertTrue(response.contains("as many connections as it may have"), response);
                assertTrue(HttpText.body(response).contains(HttpText.field(response, "X-Unique-Request-Id")));
                assertFalse(third.isResetByPeer());
            }
            assertEquals("LR", AccessLines.of(waybill).field(2, "code"));
            Statistics statistics = Statistics.of(waybill);
            assertEquals(1, statistics.number("/listeners/0/connections/refused"));
            first.close();
            statistics.await("/listeners/0/connections/in_use", 1);
            try (RawClient third = RawClient.connect(waybill.port("edge"))) {
                assertEquals(200, HttpText.status(third.send(GET).readResponse()));
            }
            assertEquals(200, HttpText.status(second.send(GET).readResponse()));
        }
    }

    @Test
    void uploadThatStandsStillIs408() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {idle: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
            String response = client.readResponse();

            assertEquals(408, HttpText.status(response), response);
            assertTrue(response.contains("sent or took nothing for too long"), response);
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertTrue(server.requests().isEmpty());
            assertEquals("cH", AccessLines.of(waybill).field(0, "code"));
        }
    }

    @Test
    void clientThatTakesNothingOfItsResponseIsCut() {
        try (ScriptedServer server = ScriptedServer.answering("x".repeat(30_000_000));
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {idle: 300ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"), 4096)) {
            client.send(GET);

            AccessLines log = AccessLines.of(waybill);
            assertEquals("cD", log.field(0, "code"));
            assertEquals("200", log.field(0, "status"));
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertTrue(client.readUntilClose().length() < 30_000_000);
        }
    }
}
