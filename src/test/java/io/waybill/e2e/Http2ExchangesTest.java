package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by HTTP/2, many at once on one connection, to servers that speak HTTP/1.1. */
class Http2ExchangesTest {

    private static final String CONFIG =
            "node: edge1\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String[] POST = {":method: POST", ":scheme: http", ":authority: x", ":path: /upload"};
    private static final int NO_ERROR = 0;

    @Test
    void requestIsForwardedAsHttp11AndLoggedAsHttp2() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(
                    1,
                    true,
                    ":method: GET",
                    ":scheme: http",
                    ":authority: shop",
                    ":path: /a?b",
                    "cookie: a=1",
                    "cookie: b=2",
                    "te: trailers",
                    "x-mine: 1");
            Http2Response response = client.awaitResponse(1);

            assertEquals(200, response.status());
            assertEquals("hello", response.text());
            assertEquals(-1, response.resetCode());
            String request = server.requests().get(0);
            assertTrue(request.startsWith("GET /a?b HTTP/1.1\r\n"), request);
            assertEquals("shop", HttpText.field(request, "Host"));
            assertEquals("a=1; b=2", HttpText.field(request, "Cookie"));
            assertEquals("1", HttpText.field(request, "X-Mine"));
            assertEquals("2.0 edge1", HttpText.field(request, "Via"));
            AccessLines lines = AccessLines.of(waybill);
            assertEquals("GET /a?b HTTP/2.0", lines.field(0, "request"));
            assertEquals("--", lines.field(0, "code"));
            assertEquals(response.field("x-unique-request-id"), lines.field(0, "id"));
        }
    }

    @Test
    void hundredStreamsRunAtOnceEachWithItsOwnIdAndAnswer() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.always(request -> HttpText.response(200, request.split(" ", 3)[1]));
            for (int i = 0; i < 100; i++) {
                client.headers(2 * i + 1, true, ":method: GET", ":scheme: http", ":authority: x", ":path: /" + i);
            }
            Set<String> ids = new TreeSet<>();
            for (int i = 0; i < 100; i++) {
                Http2Response response = client.awaitResponse(2 * i + 1);
                assertEquals("/" + i, response.text());
                ids.add(String.valueOf(response.field("x-unique-request-id")));
            }
            assertEquals(100, ids.size());
            assertEquals(ids, idsOf(AccessLines.of(waybill)));
        }
    }

    private static Set<String> idsOf(AccessLines lines) {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < lines.await(100).size(); i++) {
            ids.add(lines.field(i, "id"));
        }
        return ids;
    }

    @Test
    void bodyWithALengthKeepsIt() {
        try (ScriptedServer server = ScriptedServer.answering("thanks");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(
                    1, false, ":method: POST", ":scheme: http", ":authority: x", ":path: /", "content-length: 11");
            client.data(1, false, "hello ").data(1, true, "world");

            assertEquals("thanks", client.awaitResponse(1).text());
            String request = server.requests().get(0);
            assertEquals("11", HttpText.field(request, "Content-Length"));
            assertEquals("hello world", HttpText.body(request));
        }
    }

    @Test
    void bodyOfUnknownLengthGoesOutInChunksWithItsTrailers() {
        try (ScriptedServer server = ScriptedServer.answering("thanks");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(1, false, POST).data(1, false, "hello ").data(1, false, "world");
            client.headers(1, true, "x-sum: 42");

            assertEquals(200, client.awaitResponse(1).status());
            String request = server.requests().get(0);
            assertEquals("chunked", HttpText.field(request, "Transfer-Encoding"));
            assertNull(HttpText.field(request, "Content-Length"));
            assertTrue(request.endsWith("0\r\nx-sum: 42\r\n\r\n"), request);
        }
    }

    @Test
    void trailersOfAResponseEndTheStream() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 7\r\n\r\n");
            client.headers(1, true, ":method: GET", ":scheme: http", ":authority: x", ":path: /", "te: trailers");
            Http2Response response = client.awaitResponse(1);

            assertEquals("hi", response.text());
            assertEquals("7", response.trailer("x-sum"));
            assertNull(response.field("transfer-encoding"));
            assertTrue(response.isComplete());
        }
    }

    @Test
    void informationalResponsesComeFirst() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", "write 200 keep-alive");
            Http2Response response = client.get(1, "/").awaitResponse(1);

            assertEquals(200, response.status());
            assertEquals(1, response.informational().size());
            assertTrue(response.informational().get(0).contains(":status: 103"));
            assertTrue(response.informational().get(0).contains("link: </a.css>"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD 200", "GET 204", "GET 304"})
    void responseWithoutABodyEndsWithItsHead(String requestAndStatus) {
        String method = requestAndStatus.split(" ", -1)[0];
        String status = requestAndStatus.split(" ", -1)[1];
        String length = status.equals("204") ? "" : "Content-Length: 77\r\n";
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "HTTP/1.1 " + status + " Fine\r\n" + length + "\r\n");
            client.headers(1, true, ":method: " + method, ":scheme: http", ":authority: x", ":path: /");
            var head = client.await(frame -> frame.stream() == 1);

            assertTrue(head != null && head.endsStream(), String.valueOf(head));
            assertTrue(head.fields().contains(":status: " + status));
            assertEquals(!length.isEmpty(), head.fields().contains("content-length: 77"));
        }
    }

    @Test
    void emptyBodyNeedsNoFrameOfItsOwn() {
        try (ScriptedServer server = ScriptedServer.answering("");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            var head = client.get(1, "/").await(frame -> frame.stream() == 1);

            assertTrue(head != null && head.endsStream(), String.valueOf(head));
        }
    }

    @Test
    void lastDataFrameEndsTheStream() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.get(1, "/");
            var head = client.await(frame -> frame.stream() == 1);
            var data = client.next();

            assertFalse(head == null || head.endsStream());
            assertTrue(data != null && data.endsStream() && data.payload().length == 5, String.valueOf(data));
        }
    }

    @Test
    void answerThatDoesNotWaitForTheBodyIsFollowedByAReset() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read head", "write 413 close");
            client.headers(1, false, POST).data(1, false, "the begin");
            Http2Response response = client.awaitResponse(1);
            var reset = client.await(frame -> frame.stream() == 1);

            assertEquals(413, response.status());
            assertEquals("ok", response.text());
            assertEquals(NO_ERROR, reset == null ? -1 : reset.errorCode());
            // What was on its way, and another request on the same connection.
            client.data(1, true, "the rest");
            server.always(request -> HttpText.response(200, "next"));
            assertEquals("next", client.get(3, "/").awaitResponse(3).text());
            assertEquals("--", AccessLines.of(waybill).field(0, "code"));
        }
    }

    @Test
    void largeHeadsAreSplitIntoSeveralFrames() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig("limits: {head: 64KiB}\n" + CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            String large = "v".repeat(40_000);
            server.always(request -> HttpText.response(200, "hello", "X-Large: " + large));
            Http2Response response = client.get(1, "/").awaitResponse(1);

            assertEquals(large, response.field("x-large"));
            assertEquals("hello", response.text());
        }
    }

    @Test
    void failureOfOneStreamDoesNotTouchAnother() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "raw HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "wait other", "reset");
            client.get(1, "/cut");
            assertTrue(client.await(frame -> frame.stream() == 1) != null);
            server.always(request -> HttpText.response(200, "whole"));
            assertEquals("whole", client.get(3, "/").awaitResponse(3).text());
            server.release("other");
            Http2Response cut = client.awaitResponse(1);

            assertFalse(cut.isComplete());
            assertEquals(2, cut.resetCode());
            assertEquals("whole", client.get(5, "/").awaitResponse(5).text());
            List<String> lines = AccessLines.of(waybill).await(3);
            assertEquals(1, lines.stream().filter(line -> line.contains(" SD ")).count(), lines.toString());
        }
    }
}
