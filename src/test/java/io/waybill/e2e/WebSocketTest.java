package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets by every pair of HTTP versions: the frames, the close codes and the ends are what they would be without us. */
class WebSocketTest {

    /** The client's version, then the server's. */
    enum Versions {
        H1_H1,
        H1_H2,
        H2_H1,
        H2_H2;

        boolean clientIsHttp2() {
            return this == H2_H1 || this == H2_H2;
        }

        boolean serverIsHttp2() {
            return this == H1_H2 || this == H2_H2;
        }
    }

    private static final String CONFIG = AccessLines.CONFIG
            + "shutdownTimeout: 600ms\npools: {web: {http: %s, servers: [\"127.0.0.1:%d\"],"
            + " timeouts: {idle: 100ms, tunnel: 900ms}}}\n";

    /** A server, a Waybill and a client, with an open WebSocket between them. */
    private static final class Open implements AutoCloseable {

        final WebSocketServer server;
        final RunningWaybill waybill;
        final WebSocketPeer client;

        Open(Versions versions) throws IOException {
            server = WebSocketServer.start(versions.serverIsHttp2());
            waybill = RunningWaybill.withConfig(CONFIG, versions.serverIsHttp2() ? "h2" : "h1", server.port());
            int port = waybill.port("edge");
            client = new WebSocketPeer(versions.clientIsHttp2() ? http2(port) : http1(port), true);
        }

        private static TunnelWire http1(int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            assertTrue(head.toString().startsWith("HTTP/1.1 101 "), head.toString());
            assertTrue(
                    head.toString()
                            .toLowerCase(Locale.ROOT)
                            .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="),
                    head.toString());
            return new TunnelWire.OfSocket(socket);
        }

        private static TunnelWire http2(int port) {
            RawHttp2Client client = RawHttp2Client.connect(port);
            client.headers(
                    1,
                    false,
                    ":method: CONNECT",
                    ":protocol: websocket",
                    ":scheme: http",
                    ":authority: x",
                    ":path: /chat",
                    "sec-websocket-version: 13");
            Http2Frame head = client.await(Http2Frame.HEADERS);
            assertTrue(head != null && head.fields().contains(":status: 200"), () -> "head " + head);
            return new TunnelWire.OfClient(client);
        }

        String logged(String field) {
            return AccessLines.of(waybill).field(0, field);
        }

        void awaitSeen(String... wanted) {
            Waiting.until(
                    "the server sees " + List.of(wanted), () -> server.seen().equals(List.of(wanted)));
        }

        @Override
        public void close() throws IOException {
            client.wire().close();
            waybill.close();
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatClosesGetsItsCodeBackAndBothSidesEnd(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            open.client.text("hello");
            assertEquals("hello", open.client.read().text());
            open.client.close(4001, "enough");
            assertEquals(4001, open.client.read().code());
            assertEquals(TunnelWire.END, open.client.read().opcode());
            open.client.wire().end();

            Waiting.until("a line", () -> open.logged("code").equals("--"));
            assertEquals("101", open.logged("status"));
            assertEquals("GET /chat HTTP/" + (versions.clientIsHttp2() ? "2.0" : "1.1"), open.logged("request"));
            assertEquals(List.of("hello", "close 4001"), open.server.seen().subList(0, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatClosesGetsItsCodeBackAndBothSidesEnd(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            open.client.text("close");
            WebSocketPeer.Frame close = open.client.read();
            assertEquals(1012, close.code());
            assertEquals("restart", close.text().substring(2));
            open.client.close(1012, "");
            assertEquals(TunnelWire.END, open.client.read().opcode());

            assertEquals("--", open.logged("code"));
            assertEquals(List.of("close", "close 1012"), open.server.seen().subList(0, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatEndsInGoodOrderEndsTheServersSideToo(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            open.client.text("hello");
            assertEquals("hello", open.client.read().text());
            open.client.wire().end();

            open.awaitSeen("hello", "end");
            assertEquals("--", open.logged("code"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatBreaksEndsTheServersSideAndIsLoggedAsSuch(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            open.client.text("hello");
            assertEquals("hello", open.client.read().text());
            open.client.wire().reset();

            Waiting.until("the server hears of it", () -> open.server.seen().size() == 2);
            assertEquals("CD", open.logged("code"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatBreaksBreaksTheClientsSideAndIsLoggedAsSuch(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            open.client.text("reset");

            assertEquals(TunnelWire.BROKEN, open.client.read().opcode());
            assertEquals("SD", open.logged("code"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyATunnelThatIsIdleForItsOwnTimeIsCut(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            long end = System.nanoTime() + 300_000_000;
            for (int i = 0; System.nanoTime() < end || i < 2; i++) {
                open.client.text("still here " + i);
                assertEquals("still here " + i, open.client.read().text());
            }
            assertEquals(TunnelWire.BROKEN, open.client.read().opcode());

            Waiting.until(
                    "the server hears of it",
                    () -> !open.server.seen().get(open.server.seen().size() - 1).startsWith("still"));
            assertEquals("cD", open.logged("code"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileWaybillDrainsAnOpenTunnelGoesOnUntilTheShutdownTimeout(Versions versions) throws IOException {
        try (Open open = new Open(versions)) {
            open.client.text("before");
            assertEquals("before", open.client.read().text());
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> open.waybill.waybill().stop());
            Waiting.until("nobody is let in", () -> !accepts(open.waybill.port("edge")));
            open.client.text("during");
            assertEquals("during", open.client.read().text());

            assertEquals(TunnelWire.BROKEN, open.client.read().opcode());
            stopped.join();
            assertEquals("KD", open.logged("code"));
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
