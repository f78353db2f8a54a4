package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import org.junit.jupiter.api.Test;

/** Responses before the final one, and clients that wait for one of them before they send a body. */
class InformationalTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String EXPECTING =
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n";

    @Test
    void theServersContinueIsPassedOnAndThenTheBodyFlows() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server()
                    .onNextConnection(
                            "read head",
                            "HTTP/1.1 100 Continue\r\n\r\n",
                            "read 5 bytes",
                            "write 200 keep-alive",
                            "read request",
                            "write 200 keep-alive");
            client.send(EXPECTING);
            assertTrue(client.readResponse().startsWith("HTTP/1.1 100 Continue\r\n"));
            assertEquals(1, proxied.server().requests().size());
            assertEquals("100-Continue", HttpText.field(proxied.lastRequest(), "Expect"));
            assertEquals(200, HttpText.status(client.send("hello").readResponse()));
            assertEquals("hello", proxied.lastRequest());
            assertEquals(200, HttpText.status(client.send(GET).readResponse()));
            assertEquals(1, proxied.server().connections());
        }
    }

    @Test
    void aFinalAnswerInPlaceOfContinueEndsBothConnections() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server()
                    .onNextConnection("read head", "HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno", "tell done");
            client.send(EXPECTING);
            String response = client.readResponse();
            assertEquals(401, HttpText.status(response));
            // Nobody knows whether the client sends its body now, so nothing that follows can be read as a request.
            assertEquals("close", HttpText.field(response, "Connection"));
            assertTrue(client.isClosedByPeer());
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            assertEquals(200, HttpText.status(proxied.ask(GET)));
            assertEquals(2, proxied.server().connections());
        }
    }

    @Test
    void aFinalAnswerWhileTheBodyComesAllTheSameReachesTheClient() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read head", "HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno", "close");
            client.send(EXPECTING + "hello");
            assertEquals(413, HttpText.status(client.readResponse()));
        }
    }

    @Test
    void aServerThatIgnoresTheExpectationGetsTheBodyWhenTheClientStopsWaiting() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read head", "tell head", "read 5 bytes", "write 200 keep-alive");
            client.send(EXPECTING);
            proxied.server().await("head");
            String response = client.send("hello").readResponse();
            assertEquals(200, HttpText.status(response));
            assertNull(HttpText.field(response, "Connection"));
        }
    }

    @Test
    void anUnknownExpectationIsRefused() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String response =
                    proxied.ask("POST / HTTP/1.1\r\nHost: x\r\nX-Unique-Request-Id: mine\r\nExpect: 200-ok\r\n\r\n");
            assertEquals(417, HttpText.status(response));
            assertEquals("mine", HttpText.field(response, "X-Unique-Request-Id"));
            assertEquals(0, proxied.server().requests().size());
        }
    }

    @Test
    void anExpectationOfOneZeroIsIgnored() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded(
                    "POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi");
            assertNull(HttpText.field(sent, "Expect"));
            assertEquals("hi", HttpText.body(sent));
        }
    }

    @Test
    void everyInformationalResponseIsPassedOnInOrder() {
        String all = "HTTP/1.1 102 Processing\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                + "HTTP/1.1 199 Odd\r\nX: y\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nLink: </b.css>\r\nConnection: Link\r\n\r\n"
                + HttpText.response(200, "ok");
        try (ProxiedServer proxied = ProxiedServer.start().answering(all);
                RawClient client = proxied.connect()) {
            client.send(GET);
            assertTrue(client.readResponse().startsWith("HTTP/1.1 102 Processing\r\n"));
            String hints = client.readResponse();
            assertEquals(103, HttpText.status(hints));
            assertEquals("</a.css>", HttpText.field(hints, "Link"));
            assertNull(HttpText.field(hints, "Content-Length"));
            assertNull(HttpText.field(hints, "Transfer-Encoding"));
            assertEquals("y", HttpText.field(client.readResponse(), "X"));
            assertNull(HttpText.field(client.readResponse(), "Link"));
            assertEquals("ok", HttpText.body(client.readResponse()));
        }
    }

    @Test
    void anInformationalResponseReachesTheClientBeforeTheFinalOne() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", "write 103", "wait go", "write 200 keep-alive");
            assertEquals(103, HttpText.status(client.send(GET).readResponse()));
            proxied.server().release("go");
            assertEquals(200, HttpText.status(client.readResponse()));
        }
    }

    @Test
    void informationalResponsesDoNotReachAClientOfOneZero() {
        String all = "HTTP/1.1 103 Early Hints\r\n\r\n" + HttpText.response(200, "ok");
        try (ProxiedServer proxied = ProxiedServer.start().answering(all)) {
            assertEquals(200, HttpText.status(proxied.ask("GET / HTTP/1.0\r\nHost: x\r\n\r\n")));
        }
    }

    @Test
    void anInformationalResponseDoesNotStandForTheAnswerToHead() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            String all = "HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
            proxied.server().onNextConnection("read request", all, "read request", "write 200 keep-alive");
            client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(103, HttpText.status(client.readHead()));
            assertEquals("9", HttpText.field(client.readHead(), "Content-Length"));
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals(1, proxied.server().connections());
        }
    }
}
