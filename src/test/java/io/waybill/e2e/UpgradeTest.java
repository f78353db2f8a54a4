package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another protocol on the same connection, when client and server agree on it; and methods that would be a tunnel. */
class UpgradeTest {

    private static final String ASK =
            "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Key: abc\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void afterTheSwitchBytesFlowBothWays() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server()
                    .onNextConnection("read request", SWITCH, "read 4 bytes", "raw pong", "read 3 bytes", "raw end");
            String answer = client.send(ASK).readResponse();
            assertEquals(101, HttpText.status(answer));
            assertEquals("websocket", HttpText.field(answer, "Upgrade"));
            assertEquals("upgrade", HttpText.field(answer, "Connection"));
            assertEquals("upgrade", HttpText.field(proxied.lastRequest(), "Connection"));
            assertEquals("websocket", HttpText.field(proxied.lastRequest(), "Upgrade"));
            assertEquals("abc", HttpText.field(proxied.lastRequest(), "Sec-WebSocket-Key"));
            client.send("ping");
            assertEquals("pong", text(client.readBytes(4)));
            client.send("\r\n0");
            assertEquals("end", text(client.readBytes(3)));
        }
    }

    @Test
    void whatTheServerSendsRightBehindItsSwitchIsNotLost() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", SWITCH + "hello HTTP/1.1 200 OK\r\n\r\n", "close");
            assertEquals(101, HttpText.status(client.send(ASK).readResponse()));
            assertEquals("hello HTTP/1.1 200 OK\r\n\r\n", client.readUntilClose());
        }
    }

    @Test
    void whatTheClientSendsAheadReachesTheServerOnlyAfterTheSwitch() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read head", "tell asked", "wait go", SWITCH, "read 5 bytes", "raw ok");
            client.send(ASK + "ear");
            proxied.server().await("asked");
            client.send("ly");
            proxied.server().release("go");
            assertEquals(101, HttpText.status(client.readResponse()));
            assertEquals("ok", text(client.readBytes(2)));
            assertEquals("early", proxied.lastRequest());
        }
    }

    @Test
    void muchDataFlowsThroughATunnel() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            int size = 3_000_000;
            proxied.server()
                    .onNextConnection("read request", SWITCH, "read " + size + " bytes", "raw " + "y".repeat(size));
            client.send(ASK).readResponse();
            client.send("x".repeat(size));
            assertEquals("y".repeat(size), text(client.readBytes(size)));
            assertEquals("x".repeat(size), proxied.lastRequest());
        }
    }

    @Test
    void aClientThatLeavesATunnelEndsItAtTheServer() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", SWITCH);
            client.send(ASK).readResponse();
            client.reset();
            Waiting.until("the server's side closes", () -> proxied.server().openConnections() == 0);
        }
    }

    @Test
    void aTunnelIsNotIdleWhileOnlyTheClientSends() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool(
                        "servers: [\"127.0.0.1:%d\"], timeouts: {idle: 100ms, tunnel: 600ms}", "");
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", SWITCH);
            client.send(ASK).readResponse();
            for (int i = 0; i < 8; i++) {
                assertTrue(client.isLeftOpen(), "after " + i + " pieces");
                client.send("x");
            }
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void anUpgradeThatIsRefusedStaysHttp() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read head", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno");
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            client.send(ASK + "GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("no", HttpText.body(client.readResponse()));
            assertEquals("ok", HttpText.body(client.readResponse()));
            // What followed the refused upgrade is a request, with a head as Waybill writes it.
            assertTrue(proxied.lastRequest().startsWith("GET /next HTTP/1.1\r\n"));
            assertEquals("127.0.0.1", HttpText.field(proxied.lastRequest(), "X-Forwarded-For"));
        }
    }

    @Test
    void aSwitchThatNobodyAskedForIsABadGateway() {
        try (ProxiedServer proxied = ProxiedServer.start().answering(SWITCH)) {
            String response = proxied.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(502, HttpText.status(response));
            assertTrue(HttpText.body(response).contains("nobody asked"), response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\nhi",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n\r\n",
                "Connection: Upgrade\r\nUpgrade: TLS/1.2\r\n\r\n",
                "Upgrade: websocket\r\n\r\n"
            })
    void anUpgradeThatMustNotReachTheServerDoesNot(String rest) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded("POST / HTTP/1.1\r\nHost: x\r\n" + rest);
            assertNull(HttpText.field(sent, "Upgrade"));
            assertNull(HttpText.field(sent, "Connection"));
            assertNull(HttpText.field(sent, "HTTP2-Settings"));
        }
    }

    @Test
    void aClientOfOneZeroCannotUpgrade() {
        try (ProxiedServer proxied = ProxiedServer.start().answering(SWITCH)) {
            assertEquals(502, HttpText.status(proxied.ask(ASK.replace("HTTP/1.1", "HTTP/1.0"))));
            assertNull(HttpText.field(proxied.lastRequest(), "Upgrade"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT example.com:443", "CONNECT /", "TRACE /", "TRACE *"})
    void connectAndTraceAreRefused(String start) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String response = proxied.ask(start + " HTTP/1.1\r\nHost: example.com\r\n\r\n");
            assertEquals(405, HttpText.status(response));
            assertEquals("GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH", HttpText.field(response, "Allow"));
            assertEquals(0, proxied.server().connections());
        }
    }
}
