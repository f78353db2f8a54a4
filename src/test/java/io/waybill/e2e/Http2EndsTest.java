package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How HTTP/2 connections and streams end: by either side, in time, too late, and one without the other. */
class Http2EndsTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final int NO_ERROR = 0;
    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;

    @Test
    void drainLetsRunningStreamsFinishAndTakesNoMore() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here", "wait go", "write 200 keep-alive");
            client.get(1, "/");
            server.await("here");
            CompletableFuture<?> stopped =
                    CompletableFuture.runAsync(() -> waybill.waybill().stop(Duration.ofSeconds(10)));
            Http2Frame asked = client.await(Http2Frame.GOAWAY);
            assertNotNull(asked);
            assertEquals(Integer.MAX_VALUE, asked.lastStream());
            Http2Frame ping = client.await(Http2Frame.PING);
            assertNotNull(ping);
            client.frame(Http2Frame.PING, Http2Frame.ACK, 0, ping.payload());
            Http2Frame last = client.await(Http2Frame.GOAWAY);
            assertNotNull(last);
            assertEquals(1, last.lastStream());
            assertEquals(NO_ERROR, last.errorCode());
            client.get(3, "/too-late");
            server.release("go");

            Http2Frame data = client.await(Http2Frame.DATA);
            assertNotNull(data);
            assertEquals("ok", new String(data.payload(), StandardCharsets.US_ASCII));
            assertTrue(data.endsStream());
            client.awaitClose();
            stopped.join();
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void lastStreamThatIsCutOffIsResetBeforeTheConnectionEnds() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "raw HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "wait go", "close");
            client.get(1, "/");
            client.expect(Http2Frame.DATA);
            CompletableFuture<?> stopped =
                    CompletableFuture.runAsync(() -> waybill.waybill().stop(Duration.ofSeconds(10)));
            client.expect(Http2Frame.GOAWAY);
            client.frame(
                    Http2Frame.PING,
                    Http2Frame.ACK,
                    0,
                    client.expect(Http2Frame.PING).payload());
            client.expect(Http2Frame.GOAWAY);
            server.release("go");

            assertEquals(1, client.expect(Http2Frame.RST_STREAM).stream());
            client.awaitClose();
            stopped.join();
        }
    }

    @Test
    void listenerOfHttp2AloneServesNoHttp1() {
        String config = "listeners: {edge: {address: \"127.0.0.1:0\", http: h2}}\n" + CONFIG;
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(config, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"));
                RawHttp2Client other = RawHttp2Client.silent(waybill.port("edge"))) {
            assertEquals("hello", client.get(1, "/").awaitResponse(1).text());
            other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(PROTOCOL_ERROR, other.expect(Http2Frame.GOAWAY).errorCode());
            other.awaitClose();
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void idleConnectionIsClosedWithAWord() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig("timeouts: {keepAlive: 300ms}\n" + CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            assertEquals("hello", client.get(1, "/").awaitResponse(1).text());
            Http2Frame bye = client.await(Http2Frame.GOAWAY);

            assertNotNull(bye);
            assertEquals(NO_ERROR, bye.errorCode());
            assertEquals(1, bye.lastStream());
            client.awaitClose();
        }
    }

    @Test
    void clientThatSendsNoSettingsIsClosed() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill =
                        RunningWaybill.withConfig("timeouts: {requestHead: 300ms}\n" + CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.silent(waybill.port("edge"))) {
            client.send(RawHttp2Client.PREFACE).awaitClose();
        }
    }

    @Test
    void clientThatGivesUpAStreamCancelsTheRequestToTheServer() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here");
            client.get(1, "/");
            server.await("here");
            client.reset(1, CANCEL);

            Waiting.until("the connection to the server is closed", () -> server.openConnections() == 0);
            assertEquals("CH", AccessLines.of(waybill).field(0, "code"));
            server.always(request -> HttpText.response(200, "next"));
            assertEquals("next", client.get(3, "/").awaitResponse(3).text());
        }
    }

    @Test
    void clientThatLeavesCancelsAllItsRequests() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.onNextConnection("read request", "tell one");
            server.onNextConnection("read request", "tell two");
            try (RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
                client.get(1, "/").get(3, "/");
                server.await("one");
                server.await("two");
            }
            Waiting.until("the connections to the server are closed", () -> server.openConnections() == 0);
            AccessLines lines = AccessLines.of(waybill);
            lines.await(2);
            assertEquals("CH", lines.field(0, "code"));
            assertEquals("CH", lines.field(1, "code"));
        }
    }

    @Test
    void streamOverTheLimitIsRefusedAndTheOthersGoOn() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.always(request -> {
                server.await("go");
                return HttpText.response(200, "fine");
            });
            for (int i = 0; i <= 100; i++) {
                client.get(2 * i + 1, "/");
            }
            Http2Response refused = client.awaitResponse(201);
            assertEquals(REFUSED_STREAM, refused.resetCode());
            assertEquals(0, refused.status());
            server.release("go");
            for (int i = 0; i < 100; i++) {
                assertEquals("fine", client.awaitResponse(2 * i + 1).text());
            }
            assertEquals("fine", client.get(203, "/").awaitResponse(203).text());
            assertEquals(101, AccessLines.of(waybill).await(101).size());
        }
    }

    @Test
    void connectionErrorIsToldAndEndsTheConnectionAlone() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"));
                RawHttp2Client other = RawHttp2Client.connect(waybill.port("edge"))) {
            client.frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 2);
            Http2Frame why = client.await(Http2Frame.GOAWAY);

            assertNotNull(why);
            assertTrue(why.errorCode() != NO_ERROR, why.toString());
            client.awaitClose();
            assertEquals("hello", other.get(1, "/").awaitResponse(1).text());
        }
    }

    @Test
    void stoppingCutsWhatDoesNotEndInTime() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here");
            client.get(1, "/");
            server.await("here");
            assertEquals(1, waybill.waybill().stop(Duration.ofMillis(300)).cut());

            Http2Frame head = client.await(Http2Frame.HEADERS);
            assertNotNull(head);
            assertTrue(head.fields().contains(":status: 503"), head.toString());
            client.awaitClose();
        }
    }
}
