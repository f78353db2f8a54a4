package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.Http2Blocks;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that RFC 9113, section 8, calls malformed: each is answered with its ID, its stream is reset, it is logged, and
 * no server sees any of it; the connection goes on.
 */
class Http2MalformedTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final int PROTOCOL_ERROR = 1;

    /** Lines apart by bars; a missing pseudo-field is left out by its case, all others are added. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method: GET|:scheme: http|:authority: x",
                ":method: GET|:authority: x|:path: /",
                ":scheme: http|:authority: x|:path: /",
                ":method: GET|:method: GET|:scheme: http|:authority: x|:path: /",
                ":method: GET|:scheme: http|:authority: x|:path: /|:path: /b",
                ":method: GET|:scheme: http|:authority: x|:path: ",
                ":method: GET|:scheme: http|:authority: x|:path: b",
                ":method: GET|:scheme: http|:authority: x|:path: /|:status: 200",
                ":method: GET|:scheme: http|:authority: x|:path: /|:unknown: 1",
                ":method: GET|:scheme: http|:path: /|x-field: 1|:authority: x",
                ":method: G T|:scheme: http|:authority: x|:path: /",
                ":method: GET|:scheme: http|:authority: x|:path: /a b",
                ":method: GET|:scheme: http|:authority: user@x|:path: /",
                ":method: GET|:scheme: http|:authority: x|:path: /|:protocol: websocket",
                ":method: GET|:scheme: http|:authority: x|:path: /|host: y",
                ":method: GET|:scheme: http|:authority: x|:path: /|X-Upper: 1",
                ":method: GET|:scheme: http|:authority: x|:path: /|x y: 1",
                ":method: GET|:scheme: http|:authority: x|:path: /|connection: close",
                ":method: GET|:scheme: http|:authority: x|:path: /|keep-alive: 1",
                ":method: GET|:scheme: http|:authority: x|:path: /|proxy-connection: close",
                ":method: GET|:scheme: http|:authority: x|:path: /|transfer-encoding: chunked",
                ":method: GET|:scheme: http|:authority: x|:path: /|upgrade: websocket",
                ":method: GET|:scheme: http|:authority: x|:path: /|te: gzip",
                ":method: GET|:scheme: http|:authority: x|:path: /|x-field: a\rb",
                ":method: GET|:scheme: http|:authority: x|:path: /|x-field: a\nb",
                ":method: GET|:scheme: http|:authority: x|:path: /|x-field: a\0b",
                ":method: GET|:scheme: http|:authority: x|:path: /|content-length: 5",
                ":method: GET|:scheme: http|:authority: x|:path: /|content-length: 0|content-length: 0",
                ":method: GET|:scheme: http|:authority: x|:path: /|content-length: +0",
                ":method: GET|:scheme: http|:authority: x|:path: /|content-length: zero"
            })
    void malformedHeadIsAnsweredResetLoggedAndNotForwarded(String lines) {
        try (ScriptedServer server = ScriptedServer.answering("never");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.block(1, true, Http2Blocks.literal(lines.split("\\|", -1)));
            assertRefused(client, waybill, server);
        }
    }

    private static void assertRefused(RawHttp2Client client, RunningWaybill waybill, ScriptedServer server) {
        Http2Response response = client.awaitResponse(1);
        Http2Frame reset = client.await(frame -> frame.stream() == 1);
        assertEquals(400, response.status(), response.toString());
        assertTrue(response.isComplete(), response.toString());
        assertEquals(PROTOCOL_ERROR, reset == null ? -1 : reset.errorCode());
        AccessLines log = AccessLines.of(waybill);
        String id = log.field(0, "id");
        assertEquals(id, response.field("x-unique-request-id"));
        assertTrue(response.text().contains(id), response.text());
        assertEquals("400", log.field(0, "status"));
        assertTrue(log.field(0, "code").startsWith("P"), log.field(0, "code"));
        assertEquals(0, server.requests().size());
        assertEquals("never", client.get(3, "/").awaitResponse(3).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 4|hello|", "content-length: 6|hello|", "content-length: 4|hel|lo"})
    void lengthThatDisagreesWithTheDataIsMalformed(String lengthAndParts) {
        String[] parts = lengthAndParts.split("\\|", -1);
        try (ScriptedServer server = ScriptedServer.answering("never");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(1, false, ":method: POST", ":scheme: http", ":authority: x", ":path: /", parts[0]);
            if (parts[2].isEmpty()) {
                client.data(1, true, parts[1]);
            } else {
                client.data(1, false, parts[1]).data(1, true, parts[2]);
            }
            Http2Response response = client.awaitResponse(1);
            Http2Frame reset = client.await(frame -> frame.stream() == 1);

            assertEquals(400, response.status());
            assertEquals(PROTOCOL_ERROR, reset == null ? -1 : reset.errorCode());
            assertEquals(
                    "the body is not as long as Content-Length says",
                    AccessLines.of(waybill).field(0, "reason"));
            assertEquals("never", client.get(3, "/").awaitResponse(3).text());
        }
    }

    @Test
    void trailersAreCheckedLikeHeads() {
        try (ScriptedServer server = ScriptedServer.answering("never");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            List<Integer> codes = new ArrayList<>();
            int stream = 1;
            for (String trailer : List.of(":path: /", "X-Upper: 1", "x-a: b\rc", "content-length: 2")) {
                client.headers(stream, false, ":method: POST", ":scheme: http", ":authority: x", ":path: /");
                client.data(stream, false, "hi").block(stream, true, Http2Blocks.literal(trailer));
                int id = stream;
                Http2Response response = client.awaitResponse(id);
                assertEquals(400, response.status(), trailer);
                Http2Frame reset = client.await(frame -> frame.stream() == id);
                codes.add(reset == null ? -1 : reset.errorCode());
                stream += 2;
            }
            assertEquals(List.of(1, 1, 1, 1), codes);
            assertEquals("never", client.get(stream, "/").awaitResponse(stream).text());
        }
    }

    @Test
    void headThatIsTooLargeIs431AndTheConnectionGoesOn() {
        try (ScriptedServer server = ScriptedServer.answering("fine");
                RunningWaybill waybill = RunningWaybill.withConfig("limits: {head: 4KiB}\n" + CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(
                    1,
                    true,
                    ":method: GET",
                    ":scheme: http",
                    ":authority: x",
                    ":path: /",
                    "x-large: " + "v".repeat(5000));
            Http2Response response = client.awaitResponse(1);

            assertEquals(431, response.status(), response.toString());
            assertEquals(1, AccessLines.of(waybill).await(1).size());
            assertEquals("fine", client.get(3, "/").awaitResponse(3).text());
        }
    }

    @Test
    void connectAndTraceAreNotServed() {
        try (ScriptedServer server = ScriptedServer.answering("never");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(1, false, ":method: CONNECT", ":authority: x:443");
            client.headers(3, true, ":method: TRACE", ":scheme: http", ":authority: x", ":path: /");

            assertEquals(405, client.awaitResponse(1).status());
            assertEquals(405, client.awaitResponse(3).status());
            assertEquals(0, server.requests().size());
        }
    }
}
