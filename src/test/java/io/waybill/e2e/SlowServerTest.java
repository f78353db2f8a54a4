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

/** How long Waybill waits for servers, what the client is told then, and what the access log says. */
class SlowServerTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static void assertFailed(RunningWaybill waybill, RawClient client, String request, Expected expected) {
        String response = client.send(request).readResponse();
        assertEquals(expected.status, HttpText.status(response), response);
        String id = HttpText.field(response, "X-Unique-Request-Id");
        assertTrue(HttpText.body(response).contains(expected.word), response);
        assertTrue(HttpText.body(response).contains("Request ID: " + id), response);
        assertTrue(client.isLeftOpen(), "the request was whole");
        AccessLines log = AccessLines.of(waybill);
        assertEquals(expected.code, log.field(0, "code"));
        assertEquals(Integer.toString(expected.status), log.field(0, "status"));
        assertEquals(id, log.field(0, "id"));
        Statistics statistics = Statistics.of(waybill);
        assertEquals(1, statistics.number("/pools/0/errors/" + expected.error));
        statistics.await("/pools/0/servers/0/in_flight", 0);
        statistics.await("/pools/0/servers/0/connections/in_use", 0);
    }

    private record Expected(int status, String word, String code, String error) {}

    @Test
    void connectionThatDoesNotStandInTimeIs504() {
        try (FullServer server = FullServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {connect: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertFailed(
                    waybill,
                    client,
                    GET,
                    new Expected(504, "did not accept a connection in time", "sC", "connect-timeout"));
        }
    }

    @Test
    void answerThatDoesNotBeginInTimeIs504() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {firstByte: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "wait never");
            assertFailed(waybill, client, GET, new Expected(504, "did not answer in time", "sH", "first-byte-timeout"));
            assertEquals(1, server.connections());
            server.release("never");
        }
    }

    @Test
    void exchangeThatTakesLongerThanAllowedIs504() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {total: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "write 103", "wait never");
            client.send(GET);
            assertEquals(103, HttpText.status(client.readResponse()));
            assertFailed(waybill, client, "", new Expected(504, "longer than the pool allows", "sH", "total-timeout"));
            server.release("never");
        }
    }

    @Test
    void exchangeThatTakesLongerThanAllowedWhileConnectingIs504() {
        try (FullServer server = FullServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {total: 200ms, connect: 1s}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertFailed(waybill, client, GET, new Expected(504, "longer than the pool allows", "sC", "total-timeout"));
        }
    }

    @Test
    void poolMayHaveTimesOfItsOwn() {
        String config = "pools: {web: {servers: [\"127.0.0.1:%d\"], timeouts: {firstByte: 200ms}}}\n";
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(config, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request");
            assertEquals(504, HttpText.status(client.send(GET).readResponse()));
        }
    }

    @Test
    void bodyThatStandsStillIsCutAndNotCompleted() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {idle: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "raw HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            String response = client.send(GET).readUntilClose();

            assertTrue(response.endsWith("5\r\nhello\r\n"), response);
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertEquals("sD", AccessLines.of(waybill).field(0, "code"));
            assertEquals(1, Statistics.of(waybill).number("/pools/0/servers/0/errors/server-idle"));
        }
    }

    @Test
    void bodyThatStandsStillIsResetForAClientOf10() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {total: 200ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "raw HTTP/1.1 200 OK\r\n\r\nhello");

            assertTrue(client.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n").isResetByPeer());
            assertEquals("sD", AccessLines.of(waybill).field(0, "code"));
        }
    }

    @Test
    void serverThatTakesNothingOfAnUploadIs504() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {idle: 300ms}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read head", "wait never");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n")
                    .send(new byte[30_000_000]);
            String response = client.readResponse();

            assertEquals(504, HttpText.status(response), response);
            assertTrue(response.contains("the server sent or took nothing for too long"), response);
            assertFalse(client.isResetByPeer());
            assertEquals("sH", AccessLines.of(waybill).field(0, "code"));
            server.release("never");
        }
    }

    @Test
    void firstByteIsWaitedForFromTheEndOfTheRequest() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {firstByte: 100ms, idle: 5s}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhell");
            // each look takes 150 ms
            for (int i = 0; i < 2; i++) {
                assertTrue(client.isLeftOpen());
            }
            assertEquals(200, HttpText.status(client.send("o").readResponse()));
        }
    }
}
