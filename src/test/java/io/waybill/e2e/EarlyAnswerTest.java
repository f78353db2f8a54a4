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
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A server that answers before it has read the whole request. */
class EarlyAnswerTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String REFUSED = HttpText.response(413, "too much for me", "Connection: close");
    private static final int BODY = 8 * 1024 * 1024;
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY + "\r\n\r\n";

    @Test
    void answerReachesTheClientThoughTheServerClosesOnWhatItHasNotRead() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            for (int i = 0; i < 10; i++) {
                server.onNextConnection("read head", "raw " + REFUSED, "close");
                try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                    client.send(POST).send(new byte[BODY]);
                    String response = client.readResponse();

                    assertEquals(413, HttpText.status(response));
                    assertEquals("too much for me", HttpText.body(response));
                    assertEquals("close", HttpText.field(response, "Connection"));
                    assertFalse(client.isResetByPeer());
                }
                assertEquals("--", AccessLines.of(waybill).field(i, "code"));
            }
        }
    }

    @Test
    void connectionToTheServerIsNotUsedAgainWhileItMayStillGetTheBodyOfTheLastRequest() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"));
                RawClient other = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read head", "write 200 keep-alive");
            server.onNextConnection("read request", "write 204");
            client.send(POST).send("the begin of it");
            String response = client.readResponse();

            assertEquals(200, HttpText.status(response));
            assertEquals("close", HttpText.field(response, "Connection"));
            assertTrue(client.isClosedByPeer());
            Waiting.until("the connection to the server is closed", () -> server.openConnections() == 0);
            other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(204, HttpText.status(other.readResponse()));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void whatComesBehindAnAnsweredRequestIsNeverTakenForARequest() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read head", "write 200 keep-alive");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
                    .readResponse();
            client.send("x".repeat(100) + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

            assertEquals("", client.readUntilClose());
            assertEquals(1, AccessLines.of(waybill).await(1).size());
        }
    }

    @Test
    void bothBodiesMayFlowAtOnce() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read head", "raw HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", "read 4 bytes", "raw pong");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n")
                    .readHead();
            client.send("ping");

            assertEquals("pong", new String(client.readBytes(4), StandardCharsets.US_ASCII));
            assertEquals("ping", server.requests().get(1));
        }
    }

    @Test
    void resetWithoutAnAnswerIs502AndTheRequestIsNotSentAgain() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read head", "read 1000 bytes", "reset");
            client.send(POST.replace("POST", "PUT")).send(new byte[BODY]);

            assertEquals(502, HttpText.status(client.readResponse()));
            assertEquals("SH", AccessLines.of(waybill).field(0, "code"));
            assertEquals(1, Statistics.of(waybill).number("/pools/0/errors/server-closed"));
            assertEquals(1, server.connections());
        }
    }
}
