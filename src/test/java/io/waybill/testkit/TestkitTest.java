package io.waybill.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TestkitTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void scriptsGoToConnectionsInOrderAndRequestsAreKeptByteForByte() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onNextConnection("read request", "write 200 keep-alive", "read request", "write 503 close");
            server.onNextConnection("read request", "HTTP/1.1 204 No Content\r\n\r\n");
            try (RawClient first = RawClient.connect(server.port());
                    RawClient second = RawClient.connect(server.port())) {
                String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\u00e9\0\n";
                assertEquals("ok", HttpText.body(first.send(post).readResponse()));
                assertEquals(503, HttpText.status(first.send(GET).readResponse()));
                assertTrue(first.isClosedByPeer());
                assertEquals("HTTP/1.1 204 No Content\r\n\r\n", second.send(GET).readResponse());
                assertTrue(second.isLeftOpen());

                assertEquals(List.of(post, GET, GET), server.requests());
                assertEquals(2, server.connections());
            }
        }
    }

    @Test
    void chunkedMessagesAreReadToTheirEndAndNotFurther() {
        String chunked = "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nTrailer: t\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onNextConnection(
                    "read request",
                    "write 100",
                    "HTTP/1.1 200 OK\r\n" + chunked + "HTTP/1.0 200 OK\r\n\r\nrest",
                    "close");
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("PUT / HTTP/1.1\r\nHost: x\r\n" + chunked);

                assertEquals("HTTP/1.1 100 Scripted\r\n\r\n", client.readResponse());
                assertEquals("HTTP/1.1 200 OK\r\n" + chunked, client.readResponse());
                assertEquals("HTTP/1.0 200 OK\r\n\r\nrest", client.readResponse());
                assertEquals("", client.readResponse());
            }
            assertEquals(List.of("PUT / HTTP/1.1\r\nHost: x\r\n" + chunked), server.requests());
        }
    }

    @Test
    void resetsAndHalfClosesAreSeenOnBothSides() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.onNextConnection("read to end", "raw bye", "close");
            try (RawClient client = RawClient.connect(server.port())) {
                assertEquals("bye", client.send("hello").halfClose().readUntilClose());
            }
            server.onNextConnection("read head", "reset");
            try (RawClient client = RawClient.connect(server.port())) {
                client.send(GET);
                assertTrue(client.isClosedByPeer());
            }
            server.onNextConnection("read 5 bytes", "read request");
            RawClient client = RawClient.connect(server.port()).send("12345GET");
            Waiting.until("the server has read", () -> server.requests().contains("12345"));
            client.reset();
            Waiting.until("the server sees the reset", () -> server.openConnections() == 0);
        }
    }

    @Test
    void latchesHoldAScriptBackAndTellTheTestWhereItIs() {
        try (ScriptedServer server = ScriptedServer.start();
                RawClient client = RawClient.connect(server.port())) {
            server.onNextConnection("read request", "tell got it", "wait go", "write 200 chunked");
            client.send(GET);
            server.await("got it");
            assertTrue(client.isLeftOpen());
            server.release("go");
            assertTrue(client.readResponse().endsWith("\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"));
        }
    }

    @Test
    void alwaysAnswersEveryConnectionWithoutAScript() {
        try (ScriptedServer server = ScriptedServer.start()) {
            server.always(request ->
                    request.startsWith("GET /bye") ? "" : HttpText.response(200, request.substring(0, 5), "X-A: b"));
            server.onNextConnection("close");
            try (RawClient scripted = RawClient.connect(server.port())) {
                assertTrue(scripted.isClosedByPeer());
            }
            try (RawClient client = RawClient.connect(server.port())) {
                String response = client.send(GET + GET).readResponse();
                assertEquals("GET /", HttpText.body(response));
                assertEquals("b", HttpText.field(response, "x-a"));
                assertEquals(response, client.readResponse());
                assertTrue(client.send("GET /bye HTTP/1.1\r\n\r\n").isClosedByPeer());
            }
        }
    }

    @Test
    void killedServerRefusesUntilItIsRestartedOnTheSamePort() {
        try (ScriptedServer server = ScriptedServer.answering("here");
                RawClient client = RawClient.connect(server.port())) {
            client.send(GET).readResponse();
            server.kill();
            assertTrue(client.isClosedByPeer());
            assertThrows(UncheckedIOException.class, () -> RawClient.connect(server.port()));
            server.restart();
            try (RawClient again = RawClient.connect(server.port())) {
                assertEquals("here", HttpText.body(again.send(GET).readResponse()));
            }
        }
    }

    @Test
    void bytesCanBeReadInPieces() {
        try (ScriptedServer server = ScriptedServer.start();
                RawClient client = RawClient.connect(server.port(), 4096)) {
            server.onNextConnection(
                    "read request", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "raw abcdef", "close");
            client.sendByteByByte(GET);
            assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", client.readHead());
            assertArrayEquals(HttpText.bytes("ab"), client.readBytes(2));
            assertEquals(1, client.readSome(1).length);
            assertEquals("def", client.readUntilClose());
            assertEquals(0, client.readSome(1).length);
            assertEquals(List.of(GET), server.requests());
        }
    }

    @Test
    void problemsOfScriptsAreNotSwallowed() {
        try (ScriptedServer server = ScriptedServer.start()) {
            assertThrows(IllegalArgumentException.class, () -> server.onNextConnection("raed request"));
            assertThrows(IllegalArgumentException.class, () -> server.onNextConnection("write 200 sometimes"));
            server.onNextConnection("read request");
            try (RawClient client = RawClient.connect(server.port())) {
                client.send("GET / HTT");
            }
            Waiting.until("the script complains", () -> !server.problems().isEmpty());
            assertFalse(server.problems().isEmpty());
        }
    }

    @Test
    void configurationIsCompletedWithFreePortsAndWithoutAccessLog() {
        String completed = RunningWaybill.completed("admin: {address: \"127.0.0.1:0\"}\npools: {web: {servers: []}}");
        assertEquals("""
                admin: {address: "127.0.0.1:0"}
                pools: {web: {servers: []}}
                listeners: {edge: {address: "127.0.0.1:0"}}
                accessLog: {file: "off"}
                """, completed);
    }
}
