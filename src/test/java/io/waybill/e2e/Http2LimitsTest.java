package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the configuration says of HTTP/2 connections: their age, their streams; and tunnels on one of their streams. */
class Http2LimitsTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final int NO_ERROR = 0;
    private static final int MAX_STREAMS = 3;
    private static final int INITIAL_WINDOW = 4;
    private static final int CONNECT_PROTOCOL = 8;

    @Test
    void firstFrameTellsTheLimits() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        "http2: {streams: 7, streamWindow: 128KiB}\n" + CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            Http2Frame settings = client.next();

            assertNotNull(settings);
            assertEquals(Http2Frame.SETTINGS, settings.type());
            assertEquals(7, settings.setting(MAX_STREAMS));
            assertEquals(128 * 1024, settings.setting(INITIAL_WINDOW));
            assertEquals(1, settings.setting(CONNECT_PROTOCOL));
        }
    }

    @Test
    void oldConnectionIsAskedToMakePlaceAndLosesNoRequest() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig("http2: {maxAge: 1s}\n" + CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "wait go", "write 200 keep-alive");
            client.get(1, "/");
            Http2Frame asked = client.await(Http2Frame.GOAWAY);
            assertNotNull(asked);
            assertEquals(NO_ERROR, asked.errorCode());
            assertEquals(Integer.MAX_VALUE, asked.lastStream());
            Http2Frame last = client.await(Http2Frame.GOAWAY);
            assertNotNull(last);
            assertEquals(1, last.lastStream());
            server.release("go");

            Http2Frame data = client.await(Http2Frame.DATA);
            assertNotNull(data);
            assertEquals("ok", new String(data.payload(), StandardCharsets.US_ASCII));
            assertTrue(data.endsStream());
            client.awaitClose();
        }
    }

    @Test
    void tunnelCarriesBytesBothWaysAndEndsBothWays() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            // The accept value is that of the key of RFC 6455's example, which the client sends.
            server.onNextConnection(
                    "read head",
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
                    "read 4 bytes",
                    "raw pong",
                    "close");
            client.headers(
                    1,
                    false,
                    ":method: CONNECT",
                    ":protocol: websocket",
                    ":scheme: http",
                    ":authority: x",
                    ":path: /chat",
                    "sec-websocket-version: 13",
                    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==");
            Http2Frame head = client.await(Http2Frame.HEADERS);
            assertNotNull(head);
            assertTrue(head.fields().contains(":status: 200"), head.toString());
            assertTrue(head.fields().stream().noneMatch(line -> line.startsWith("upgrade")), head.toString());
            client.data(1, false, "ping");
            Http2Response rest = client.awaitResponse(1);

            assertEquals("pong", rest.text());
            assertTrue(rest.isComplete());
            assertTrue(
                    server.requests().get(0).startsWith("GET /chat HTTP/1.1\r\n"),
                    server.requests().get(0));
            assertEquals("ping", server.requests().get(1));
        }
    }

    @Test
    void connectionTooManyIsToldThatNothingWasTakenUp() {
        String listener = "listeners: {edge: {address: \"127.0.0.1:0\", maxConnections: 1}}\n";
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(listener + CONFIG, server.port());
                RawHttp2Client first = RawHttp2Client.connect(waybill.port("edge"))) {
            assertEquals("hello", first.get(1, "/").awaitResponse(1).text());
            try (RawClient second = RawClient.connect(waybill.port("edge"))) {
                // Nothing is known of what it speaks: the answer comes before its first byte.
                assertTrue(second.readUntilClose().startsWith("HTTP/1.1 503 "));
            }
            assertEquals("hello", first.get(3, "/").awaitResponse(3).text());
        }
    }
}
