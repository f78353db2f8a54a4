package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.http.WebSocketHandshake;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tunnels to servers in either version: the opening handshake, bytes both ways, and how they end. */
class WebSocketToServersTest {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ASK = "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n";

    private static final int ENABLE_CONNECT_PROTOCOL = 8;

    private static RunningWaybill waybill(String http, int port) {
        return RunningWaybill.withConfig("pools: {web: {http: %s, servers: [\"127.0.0.1:%d\"]}}", http, port);
    }

    @Test
    void theAnswerToAKeyIsThatOfTheStandard() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", WebSocketHandshake.accept(KEY));
    }

    @Test
    void anHttp1ClientReachesAnHttp2Server() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("h2", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(connection -> {
                connection.settings(ENABLE_CONNECT_PROTOCOL, 1);
                int stream = connection.request();
                connection.head(stream, false, ":status: 200", "sec-websocket-protocol: chat");
                Http2Frame first = connection.await(Http2Frame.DATA);
                assertEquals("ping", new String(first.payload(), StandardCharsets.US_ASCII));
                connection.data(stream, false, "pong").data(stream, true, "bye").drain();
            });
            String answer = client.send(ASK).readHead();
            assertEquals(101, HttpText.status(answer));
            assertEquals("websocket", HttpText.field(answer, "Upgrade"));
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", HttpText.field(answer, "Sec-WebSocket-Accept"));
            assertEquals("chat", HttpText.field(answer, "Sec-WebSocket-Protocol"));
            assertEquals("pongbye", client.send("ping").readUntilClose());
            List<String> head = server.requests().get(0);
            assertTrue(head.contains(":method: CONNECT"), head::toString);
            assertTrue(head.contains(":protocol: websocket"), head::toString);
            assertTrue(head.stream().noneMatch(line -> line.startsWith("sec-websocket-key")), head::toString);
            assertTrue(head.stream().noneMatch(line -> line.startsWith("upgrade")), head::toString);
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void anHttp2ServerThatHasNoWebSocketIsNotAskedForIt() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.answering("plain");
                RunningWaybill waybill = waybill("h2", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertEquals(502, HttpText.status(client.send(ASK).readResponse()));
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void anHttp2ServerMayRefuseTheTunnelWithAnOrdinaryAnswer() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("h2", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(connection -> {
                connection.settings(ENABLE_CONNECT_PROTOCOL, 1);
                int stream = connection.request();
                connection.head(stream, false, ":status: 403", "content-length: 2");
                connection.data(stream, true, "no").drain();
            });
            String answer = client.send(ASK).readResponse();
            assertEquals(403, HttpText.status(answer));
            assertEquals("no", HttpText.body(answer));
        }
    }

    private static RawHttp2Client asked(RunningWaybill waybill) {
        return RawHttp2Client.connect(waybill.port("edge"))
                .headers(
                        1,
                        false,
                        ":method: CONNECT",
                        ":protocol: websocket",
                        ":scheme: http",
                        ":authority: x",
                        ":path: /chat",
                        "sec-websocket-version: 13");
    }

    @Test
    void anHttp1ServerGetsAKeyForAClientThatHasNone() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("h1", server.port());
                RawHttp2Client client = asked(waybill)) {
            server.onNextConnection(connection -> {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) connection.socket().getInputStream().read());
                }
                String key = HttpText.field(head.toString(), "Sec-WebSocket-Key");
                assertNotNull(key);
                connection
                        .socket()
                        .getOutputStream()
                        .write(HttpText.bytes(
                                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                        + "Sec-WebSocket-Accept: " + WebSocketHandshake.accept(key) + "\r\n\r\nhello"));
                byte[] rest = connection.socket().getInputStream().readAllBytes();
                assertEquals("last words", new String(rest, StandardCharsets.US_ASCII));
                connection.socket().getOutputStream().write(HttpText.bytes("answered"));
            });
            Http2Frame head = client.expect(Http2Frame.HEADERS);
            assertTrue(head.fields().contains(":status: 200"), head::toString);
            // The client ends its side; what the server says then still comes.
            client.data(1, true, "last words");
            assertEquals("helloanswered", client.awaitResponse(1).text());
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void anHttp1ServerThatDoesNotKnowTheProtocolIsFoundOut() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = waybill("h1", server.port());
                RawHttp2Client client = asked(waybill)) {
            server.onNextConnection(
                    "read request",
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: wrong\r\n\r\n");
            Http2Frame head = client.expect(Http2Frame.HEADERS);
            assertTrue(head.fields().contains(":status: 502"), head::toString);
            Waiting.until("the connection is closed", () -> server.openConnections() == 0);
        }
    }
}
