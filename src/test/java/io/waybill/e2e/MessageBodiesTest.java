package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks and trailers in both directions, and responses that have no body whatever they announce. */
class MessageBodiesTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST_CHUNKED = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** The data of a chunked body, and its trailers behind a bar. */
    private static String unchunked(String message) {
        String rest = HttpText.body(message);
        StringBuilder data = new StringBuilder();
        while (true) {
            int lineEnd = rest.indexOf("\r\n");
            int size = Integer.parseInt(rest.substring(0, lineEnd), 16);
            rest = rest.substring(lineEnd + 2);
            if (size == 0) {
                return data + "|" + rest.substring(0, rest.length() - 2);
            }
            data.append(rest, 0, size);
            rest = rest.substring(size + 2);
        }
    }

    @Test
    void aChunkedRequestWithTrailersReachesTheServer() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded(
                    POST_CHUNKED + "3;name=value\r\nabc\r\n02\r\nde\r\n0\r\nX-Sum: 5\r\nX-More: yes\r\n\r\n");
            assertEquals("chunked", HttpText.field(sent, "Transfer-Encoding"));
            assertNull(HttpText.field(sent, "Content-Length"));
            assertEquals("abcde|X-Sum: 5\r\nX-More: yes\r\n", unchunked(sent));
            assertFalse(sent.contains("name=value"));
        }
    }

    @Test
    void aChunkedRequestThatComesByteByByteReachesTheServer() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            client.sendByteByByte(POST_CHUNKED + "A\r\n0123456789\r\n0\r\nX-Sum: 10\r\n\r\n");
            assertEquals(200, HttpText.status(client.readResponse()));
            assertEquals("0123456789|X-Sum: 10\r\n", unchunked(proxied.lastRequest()));
            assertTrue(client.isLeftOpen());
        }
    }

    @Test
    void anEmptyChunkedRequestStaysChunked() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            assertEquals("|", unchunked(proxied.forwarded(POST_CHUNKED + "0\r\n\r\n")));
        }
    }

    @Test
    void aChunkedResponseWithTrailersReachesTheClient() {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n";
        try (ProxiedServer proxied = ProxiedServer.start().answering(response);
                RawClient client = proxied.connect()) {
            for (int i = 0; i < 2; i++) {
                String got = client.send(GET).readResponse();
                assertEquals("chunked", HttpText.field(got, "Transfer-Encoding"));
                assertEquals("abcde|X-Sum: 5\r\n", unchunked(got));
            }
            assertEquals(1, proxied.server().connections());
        }
    }

    @Test
    void trailersCannotBringWhatHeadsMayNot() {
        String config = """
                requestId: {header: X-Request-Id}
                routes: [{pool: web, removeHeaders: {request: [X-Admin], response: [X-Secret]}}]
                """;
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\nok\r\n0\r\nX-Request-Id: forged\r\nX-Secret: s\r\nX-Sum: 5\r\nSet-Cookie: a=b\r\n\r\n";
        try (ProxiedServer proxied = ProxiedServer.start(config).answering(response)) {
            String got = proxied.ask(POST_CHUNKED
                    + "2\r\nok\r\n0\r\nX-Request-Id: forged\r\nX_Request_Id: forged\r\nX-Forwarded-For: 1.2.3.4\r\n"
                    + "x_forwarded_prefix: /a\r\nX-Admin: yes\r\nX-Sum: 5\r\nAuthorization: x\r\n\r\n");
            assertEquals("ok|X-Sum: 5\r\n", unchunked(proxied.lastRequest()));
            assertEquals("ok|X-Sum: 5\r\n", unchunked(got));
        }
    }

    @Test
    void aBodyOfZeroBytesIsAnnouncedAsSuch() {
        try (ProxiedServer proxied = ProxiedServer.start().answering(HttpText.response(200, ""))) {
            String got = proxied.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertEquals("0", HttpText.field(got, "Content-Length"));
            assertEquals("0", HttpText.field(proxied.lastRequest(), "Content-Length"));
            assertNull(HttpText.field(proxied.forwarded(GET), "Content-Length"));
        }
    }

    @Test
    void aResponseToHeadHasNoBodyButKeepsItsLength() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
            proxied.server().onNextConnection("read request", head, "read request", "write 200 keep-alive");
            assertEquals("1000", HttpText.field(client.send(HEAD).readHead(), "Content-Length"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals(1, proxied.server().connections());
        }
    }

    @Test
    void aChunkedResponseToHeadHasNoBody() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            proxied.server().onNextConnection("read request", head, "read request", "write 200 keep-alive");
            String got = client.send(HEAD).readHead();
            assertEquals(200, HttpText.status(got));
            assertNull(HttpText.field(got, "Content-Length"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
        }
    }

    @Test
    void aResponseToHeadThatHasABodyAllTheSameDoesNotReachTheNextClient() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            assertEquals("4", HttpText.field(client.send(HEAD).readHead(), "Content-Length"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aResponseWithoutBodyByItsStatusEndsWithItsHead(int status) {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String head = "HTTP/1.1 " + status + " Fine\r\nETag: \"a\"\r\n\r\n";
            proxied.server().onNextConnection("read request", head, "read request", "write 200 keep-alive");
            String got = client.send(GET).readHead();
            assertTrue(got.startsWith("HTTP/1.1 " + status + " Fine\r\n"));
            assertNull(HttpText.field(got, "Content-Length"));
            assertNull(HttpText.field(got, "Transfer-Encoding"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals(1, proxied.server().connections());
        }
    }

    @Test
    void a304KeepsTheLengthItAnnounces() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String head = "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n";
            proxied.server().onNextConnection("read request", head, "read request", "write 200 keep-alive");
            assertEquals("1000", HttpText.field(client.send(GET).readHead(), "Content-Length"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
        }
    }

    @Test
    void aResponseThatIsLongerThanAnnouncedEndsWhereItSaid() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String longer =
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
            proxied.server().onNextConnection("read request", longer);
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals(2, proxied.server().connections());
        }
    }
}
