package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.BadResponses;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import io.waybill.testkit.WireCase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadResponseTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static ScriptedServer server;
    private static RunningWaybill waybill;

    @BeforeAll
    static void start() {
        server = ScriptedServer.start();
        waybill = RunningWaybill.withConfig(CONFIG, server.port());
    }

    @AfterAll
    static void stop() {
        waybill.close();
        server.close();
    }

    static List<WireCase> responses() {
        return BadResponses.all();
    }

    @ParameterizedTest
    @MethodSource("responses")
    void isNotPassedOnAndDoesNoHarmToTheNextRequest(WireCase bad) {
        server.onNextConnection("read request", "raw " + new String(bad.bytes(), StandardCharsets.ISO_8859_1));
        server.onNextConnection("read request", "write 200 close");
        try (RawClient client = RawClient.connect(waybill.port("edge"));
                RawClient other = RawClient.connect(waybill.port("edge"))) {
            client.send(GET);
            if (bad.inBody()) {
                assertIsCut(client.readUntilClose());
            } else {
                assertIsRefused(client.readResponse(), bad);
                assertTrue(client.isLeftOpen(), "the request was whole");
            }

            Waiting.until("the connection to the server is closed", () -> server.openConnections() == 0);
            assertEquals(200, HttpText.status(other.send(GET).readResponse()));
        }
    }

    private static void assertIsRefused(String response, WireCase bad) {
        assertEquals(502, HttpText.status(response), response);
        String id = HttpText.field(response, "X-Unique-Request-Id");
        assertNotNull(id, response);
        assertTrue(HttpText.body(response).contains(bad.refusal().sentence()), response);
        assertTrue(HttpText.body(response).contains(id), response);
    }

    private static void assertIsCut(String response) {
        assertFalse(response.endsWith("0\r\n\r\n"), response);
    }

    @Test
    void bytesThatNobodyAskedForEndAnIdleConnection() {
        server.onNextConnection("read request", "write 200 keep-alive", "wait go", "write 200 keep-alive");
        server.onNextConnection("read request", "write 204 close");
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertEquals(200, HttpText.status(client.send(GET).readResponse()));
            server.release("go");
            Waiting.until("the connection to the server is closed", () -> server.openConnections() == 0);
            assertEquals(204, HttpText.status(client.send(GET).readResponse()));
        }
    }

    @Test
    void bytesBehindAResponseEndTheConnectionAndAreNobodysAnswer() {
        String one = HttpText.response(200, "one");
        server.onNextConnection("read request", "raw " + one + HttpText.response(200, "poison"));
        server.onNextConnection("read request", "write 204 close");
        try (RawClient client = RawClient.connect(waybill.port("edge"));
                RawClient other = RawClient.connect(waybill.port("edge"))) {
            assertEquals("one", HttpText.body(client.send(GET).readResponse()));
            assertEquals(204, HttpText.status(other.send(GET).readResponse()));
            assertTrue(client.isLeftOpen());
        }
    }

    @Test
    void tooMany1xxResponsesAre502() {
        String limits = "limits: {informational: 2}\n";
        server.onNextConnection("read request", "write 103", "write 103", "write 103", "write 200 close");
        try (RunningWaybill strict = RunningWaybill.withConfig(CONFIG + limits + AccessLines.CONFIG, server.port());
                RawClient client = RawClient.connect(strict.port("edge"))) {
            client.send(GET);
            assertEquals(103, HttpText.status(client.readResponse()));
            assertEquals(103, HttpText.status(client.readResponse()));
            String last = client.readResponse();
            assertEquals(502, HttpText.status(last));
            assertTrue(last.contains("there are too many 1xx responses"), last);

            assertEquals("SH", AccessLines.of(strict).field(0, "code"));
        }
    }

    @Test
    void headOverTheLimitsIs502() {
        String limits = "limits: {head: 2KiB, fields: 10}\n";
        String longField = "X-Long: " + "a".repeat(3000) + "\r\n";
        try (RunningWaybill strict = RunningWaybill.withConfig(CONFIG + limits, server.port());
                RawClient client = RawClient.connect(strict.port("edge"))) {
            for (String fields : List.of(longField, "X: y\r\n".repeat(11))) {
                server.onNextConnection(
                        "read request", "raw HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + fields + "\r\n");
                String response = client.send(GET).readResponse();
                assertEquals(502, HttpText.status(response), response);
                assertTrue(response.contains("the head "), response);
            }
        }
    }
}
