package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 and 1.0 on both sides, and how long connections last. */
class VersionsTest {

    private static final String GET_1_1 = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String GET_1_0 = "GET / HTTP/1.0\r\nHost: x\r\n\r\n";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n";

    @Test
    void aClientOfOneOneKeepsItsConnectionWithoutAsking() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            for (int i = 0; i < 3; i++) {
                String response = client.send(GET_1_1).readResponse();
                assertEquals(200, HttpText.status(response));
                assertNull(HttpText.field(response, "Connection"));
            }
            assertTrue(client.isLeftOpen());
            assertEquals(1, proxied.server().connections());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "keep-alive, close", "foo ,CLOSE"})
    void aClientOfOneOneThatAsksForItIsClosedAfterItsResponse(String connection) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n");
            String response = client.readResponse();
            assertEquals("close", HttpText.field(response, "Connection"));
            assertEquals("ok", HttpText.body(response));
            assertTrue(client.isClosedByPeer());
            assertNull(HttpText.field(proxied.lastRequest(), "Connection"));
        }
    }

    @Test
    void aClientOfOneZeroGetsLengthAndClose() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            String response = client.send(GET_1_0).readResponse();
            assertEquals("close", HttpText.field(response, "Connection"));
            assertEquals("2", HttpText.field(response, "Content-Length"));
            assertTrue(client.isClosedByPeer());
            assertTrue(proxied.lastRequest().startsWith("GET / HTTP/1.1\r\n"));
        }
    }

    @Test
    void aClientOfOneZeroKeepsItsConnectionWhenItAsks() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.0\r\nHost: x\r\nConnection: Keep-Alive\r\nKeep-Alive: 300\r\n\r\n");
                assertEquals("keep-alive", HttpText.field(client.readResponse(), "Connection"));
            }
            assertTrue(client.isLeftOpen());
            assertNull(HttpText.field(proxied.lastRequest(), "Keep-Alive"));
        }
    }

    @Test
    void aChunkedResponseReachesAClientOfOneZeroWithoutChunksAndEndsWithTheConnection() {
        try (ProxiedServer proxied = ProxiedServer.start().answering(CHUNKED);
                RawClient client = proxied.connect()) {
            client.send("GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
            String response = client.readUntilClose();
            assertNull(HttpText.field(response, "Transfer-Encoding"));
            assertNull(HttpText.field(response, "Content-Length"));
            assertEquals("close", HttpText.field(response, "Connection"));
            assertEquals("abcde", HttpText.body(response));
        }
    }

    @Test
    void aClientOfOneZeroMaySendABodyWithALength() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded("POST /f HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
            assertTrue(sent.startsWith("POST /f HTTP/1.1\r\n"));
            assertEquals("5", HttpText.field(sent, "Content-Length"));
            assertEquals("hello", HttpText.body(sent));
        }
    }

    @Test
    void aRequestOfOneZeroWithoutHostIsSentWithThatOfTheServer() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded("GET / HTTP/1.0\r\n\r\n");
            assertEquals(List.of("127.0.0.1:" + proxied.server().port()), HttpText.fields(sent, "Host"));
            assertNull(HttpText.field(sent, "X-Forwarded-Host"));
            String forwarded = HttpText.field(sent, "Forwarded");
            assertNotNull(forwarded);
            assertFalse(forwarded.contains("host="), forwarded);
        }
    }

    @Test
    void aServerOfOneZeroMayEndItsBodyWithTheConnection() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            for (int i = 0; i < 2; i++) {
                proxied.server().onNextConnection("read request", "HTTP/1.0 200 OK\r\n\r\nuntil the end", "close");
                String response = client.send(GET_1_1).readResponse();
                assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"));
                assertEquals("chunked", HttpText.field(response, "Transfer-Encoding"));
                assertTrue(response.endsWith("\r\nuntil the end\r\n0\r\n\r\n"), response);
            }
            assertEquals(2, proxied.server().connections());
        }
    }

    @Test
    void aBodyOfOneZeroThatEndsInAResetIsNotTakenForComplete() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server()
                    .onNextConnection("read request", "HTTP/1.0 200 OK\r\n\r\nfirst half", "wait half", "reset");
            client.send(GET_1_1);
            String head = client.readHead();
            assertEquals("chunked", HttpText.field(head, "Transfer-Encoding"));
            client.readBytes("a\r\nfirst half\r\n".length());
            proxied.server().release("half");
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void aServerOfOneZeroIsUsedAgainOnlyIfItSaysSo() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String kept = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok";
            proxied.server().onNextConnection("read request", kept, "read request", kept.replace("keep-alive", "x"));
            proxied.server().onNextConnection("read request", kept);
            for (int i = 0; i < 3; i++) {
                assertEquals("ok", HttpText.body(client.send(GET_1_1).readResponse()));
            }
            assertEquals(2, proxied.server().connections());
        }
    }

    @Test
    void aServerThatClosesDoesNotCloseTheClient() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            for (int i = 0; i < 2; i++) {
                proxied.server().onNextConnection("read request", "write 200 close");
                String response = client.send(GET_1_1).readResponse();
                assertEquals(200, HttpText.status(response));
                assertNull(HttpText.field(response, "Connection"));
            }
            assertTrue(client.isLeftOpen());
        }
    }

    @Test
    void aResponseOfOneZeroWithChunksIsRefused() {
        try (ProxiedServer proxied = ProxiedServer.start().answering(CHUNKED.replace("HTTP/1.1", "HTTP/1.0"))) {
            assertEquals(502, HttpText.status(proxied.ask(GET_1_1)));
        }
    }
}
