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

class LimitsTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final String SMALL = "limits: {head: 2KiB, fields: 10, requestLine: 256B, trailers: 512B,"
            + " trailerFields: 3, chunkExtension: 16B}\n";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static void assertAnswer(String limits, String request, int status, String word) {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + limits + AccessLines.CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            String response = client.send(request).readResponse();

            assertEquals(status, HttpText.status(response), response);
            assertTrue(HttpText.body(response).contains(word), response);
            if (status != 200) {
                assertTrue(HttpText.body(response).contains(HttpText.field(response, "X-Unique-Request-Id")), response);
                assertTrue(client.isClosedByPeer());
                assertTrue(server.requests().isEmpty());
                assertEquals('P', AccessLines.of(waybill).field(0, "code").charAt(0));
            }
        }
    }

    private static String get(String line, String fields) {
        return "GET " + line + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
    }

    @Test
    void headOverItsBytesIs431() {
        assertAnswer(SMALL, get("/", "X: " + "a".repeat(2048) + "\r\n"), 431, "the head is too large");
        assertAnswer(SMALL, get("/", "X: " + "a".repeat(1900) + "\r\n"), 200, "hello");
    }

    @Test
    void headThatNeverEndsIs431AsSoonAsItIsOver() {
        assertAnswer(SMALL, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000), 431, "the head is too large");
    }

    @Test
    void headOverItsFieldsIs431() {
        assertAnswer(SMALL, get("/", "X: y\r\n".repeat(10)), 431, "too many fields");
        assertAnswer(SMALL, get("/", "X: y\r\n".repeat(9)), 200, "hello");
    }

    @Test
    void requestLineOverItsBytesIs414() {
        assertAnswer(SMALL, get("/" + "a".repeat(256), ""), 414, "the request line is too long");
        assertAnswer(SMALL, get("/" + "a".repeat(200), ""), 200, "hello");
        assertAnswer(SMALL, "GET /" + "a".repeat(100_000), 414, "the request line is too long");
    }

    @Test
    void trailersOverTheirBytesOrFieldsAre431() {
        String start = CHUNKED + "5\r\nhello\r\n0\r\n";
        assertAnswer(SMALL, start + "X: " + "a".repeat(600) + "\r\n\r\n", 431, "the trailer section is too large");
        assertAnswer(SMALL, start + "X: y\r\n".repeat(4) + "\r\n", 431, "the trailer section is too large");
        assertAnswer(SMALL, start + "X: y\r\n".repeat(3) + "\r\n", 200, "hello");
    }

    @Test
    void chunkExtensionOverItsBytesIs400() {
        assertAnswer(SMALL, CHUNKED + "1;" + "a".repeat(20) + "\r\nx\r\n0\r\n\r\n", 400, "a chunk extension");
        assertAnswer(SMALL, CHUNKED + "1;" + "a".repeat(15) + "\r\nx\r\n0\r\n\r\n", 200, "hello");
    }

    @Test
    void contentLengthOverTheBodyLimitIs413BeforeAnythingIsSent() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG + "limits: {body: 10B}\n", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
            String response = client.readResponse();

            assertEquals(413, HttpText.status(response), response);
            assertTrue(HttpText.body(response).contains("larger than the route allows"), response);
            assertTrue(client.isClosedByPeer());
            assertEquals(0, server.connections());
        }
    }

    @Test
    void chunkedBodyIsCountedAndNeverArrivesWhole() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        CONFIG + "limits: {body: 10B}\n" + AccessLines.CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"));
                RawClient other = RawClient.connect(waybill.port("edge"))) {
            client.send(CHUNKED + "5\r\nhello\r\n");
            Waiting.until("the server is connected", () -> server.connections() == 1);
            String response = client.send("6\r\nworld!\r\n0\r\n\r\n").readResponse();

            assertEquals(413, HttpText.status(response), response);
            assertFalse(client.isResetByPeer());
            assertEquals("PH", AccessLines.of(waybill).field(0, "code"));
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertTrue(server.requests().isEmpty());
            other.send(CHUNKED + "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n");
            assertEquals(200, HttpText.status(other.readResponse()));
        }
    }

    @Test
    void routeMayHaveABodyLimitOfItsOwn() {
        String routes = "limits: {body: 10B}\nroutes: [{pool: web}, {path: /large/, pool: web, maxBody: 20B},"
                + " {path: /any/, pool: web, maxBody: 0B}]\n";
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG + routes, server.port())) {
            assertEquals(413, post(waybill, "/", 11));
            assertEquals(200, post(waybill, "/", 10));
            assertEquals(200, post(waybill, "/large/", 20));
            assertEquals(413, post(waybill, "/large/", 21));
            assertEquals(200, post(waybill, "/any/", 10_000));
            assertEquals(2, Statistics.of(waybill).number("/listeners/0/errors/body-too-large"));
        }
    }

    private static int post(RunningWaybill waybill, String path, int length) {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
            return HttpText.status(client.send("x".repeat(length)).readResponse());
        }
    }
}
