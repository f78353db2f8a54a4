package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a message ends is said anew for each connection: no request hides in another one, no response behind another. */
class SmugglingTest {

    private static final String EVIL = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\n";

    /** Requests that two readers might end at different places. */
    static List<String> ambiguous() {
        return List.of(
                POST + "Content-Length: 31\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                POST + "Content-Length: 0\r\nContent-Length: 31\r\n\r\n",
                POST + "Content-Length: 0, 31\r\n\r\n",
                POST + "Content-Length: +0\r\n\r\n",
                POST + "Content-Length : 0\r\n\r\n",
                POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
                POST + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n0;a\n\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n1\r\naXX0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 31\r\n\r\n",
                POST + "Expect: nothing\r\nContent-Length: 31\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void nothingBehindAnAmbiguousRequestIsARequest(String request) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            String all = client.send(request + EVIL).readUntilClose();
            assertTrue(HttpText.status(all) >= 400, all);
            assertEquals("close", HttpText.field(all, "Connection"));
            assertEquals(-1, all.indexOf("HTTP/1.1", 1), all);
            for (String seen : proxied.server().requests()) {
                assertTrue(!seen.contains("evil"), seen);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "content-length, Transfer-Encoding", "Host, Content-Length, close"})
    void framingCannotBeNamedAwayByConnection(String named) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String body = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
            String sent = proxied.forwarded(
                    POST + "Content-Length: " + body.length() + "\r\nConnection: " + named + "\r\n\r\n" + body);
            assertEquals(List.of("" + body.length()), HttpText.fields(sent, "Content-Length"));
            assertEquals(body, HttpText.body(sent));
            sent = proxied.forwarded(
                    POST + "Transfer-Encoding: chunked\r\nConnection: " + named + "\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
            assertEquals(List.of("chunked"), HttpText.fields(sent, "Transfer-Encoding"));
            assertEquals("2\r\nhi\r\n0\r\n\r\n", HttpText.body(sent));
        }
    }

    @Test
    void framingIsWrittenAnew() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded(POST + "content-length: 0000000002\r\n\r\nhi");
            assertTrue(sent.contains("\r\nContent-Length: 2\r\n"), sent);
            sent = proxied.forwarded(POST + "TRANSFER-ENCODING:CHUNKED  \r\n\r\n000002;a=\"b;c\"\r\nhi\r\n000\r\n\r\n");
            assertTrue(sent.contains("\r\nTransfer-Encoding: chunked\r\n"), sent);
            assertEquals("2\r\nhi\r\n0\r\n\r\n", HttpText.body(sent));
        }
    }

    @Test
    void aBodyOfGetBelongsToIt() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: " + EVIL.length() + "\r\n\r\n" + EVIL + GET);
            assertEquals(200, HttpText.status(client.readResponse()));
            assertEquals(200, HttpText.status(client.readResponse()));
            assertEquals(EVIL, HttpText.body(proxied.server().requests().get(0)));
            assertTrue(proxied.lastRequest().startsWith("GET / HTTP/1.1\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 103 Hints\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void anAmbiguousResponseIsABadGatewayAndItsConnectionIsNotUsedAgain(String response) {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", response);
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            String got = client.send(GET).readResponse();
            assertEquals(502, HttpText.status(got));
            assertNull(HttpText.field(got, "Transfer-Encoding"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals(2, proxied.server().connections());
        }
    }

    @Test
    void aServerThatAnswersBeforeTheBodyEndsDoesNotGetTheNextRequestOnThatConnection() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read head", "write 200 keep-alive");
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            client.send(POST + "Content-Length: 31\r\n\r\n");
            assertEquals("close", HttpText.field(client.readResponse(), "Connection"));
            client.send(EVIL);
            assertEquals("", client.readUntilClose());
            assertEquals("ok", HttpText.body(proxied.ask(GET)));
            assertEquals(2, proxied.server().connections());
            for (String seen : proxied.server().requests()) {
                assertTrue(!seen.contains("evil"), seen);
            }
        }
    }
}
