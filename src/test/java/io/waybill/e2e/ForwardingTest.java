package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server learns about the client, and whom Waybill believes about that; and which Host it sees. */
class ForwardingTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.example:8443\r\n";

    @Test
    void theServerLearnsWhoAskedForWhatAndHow() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded(GET + "\r\n");
            assertEquals("127.0.0.1", HttpText.field(sent, "X-Forwarded-For"));
            assertEquals("http", HttpText.field(sent, "X-Forwarded-Proto"));
            assertEquals("shop.example:8443", HttpText.field(sent, "X-Forwarded-Host"));
            assertEquals(1, HttpText.fields(sent, "X-Forwarded-Port").size());
            assertEquals("for=127.0.0.1;host=\"shop.example:8443\";proto=http", HttpText.field(sent, "Forwarded"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "x-forwarded-for",
                "X_Forwarded_For",
                "x_forwarded-for",
                "X-FORWARDED_PROTO",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "x_forwarded_prefix",
                "X-Forwarded-Server",
                "X-Forwarded-User",
                "Forwarded",
                "FORWARDED"
            })
    void whatAnUntrustedClientSaysOfItselfIsDroppedInEverySpelling(String name) {
        try (ProxiedServer proxied =
                ProxiedServer.start("trustedProxies: [10.0.0.0/8]\n").answering200()) {
            String sent = proxied.forwarded(GET + name + ": evil\r\nX-Other: stays\r\n" + name + ": evil\r\n\r\n");
            assertFalse(sent.contains("evil"), sent);
            assertEquals("stays", HttpText.field(sent, "X-Other"));
            for (String line : HttpText.head(sent).split("\r\n", -1)) {
                String lower = line.toLowerCase(Locale.ROOT);
                assertFalse(lower.startsWith("x") && lower.contains("forwarded_"), line);
            }
        }
    }

    @Test
    void whatATrustedProxySaysIsJoined() {
        try (ProxiedServer proxied = ProxiedServer.start("trustedProxies: [\"::1/128\", 127.0.0.0/8]\n")
                .answering200()) {
            String sent = proxied.forwarded(
                    GET
                            + "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: www.example\r\n"
                            + "Forwarded: for=1.1.1.1\r\nX-Forwarded-For: 2.2.2.2, 3.3.3.3\r\nX-Forwarded-Port: 443\r\n"
                            + "X-Forwarded-For:\r\nForwarded: for=\"[2001:db8::1]\";proto=https\r\nX-Forwarded-Prefix: /a\r\n\r\n");
            assertEquals(List.of("1.1.1.1, 2.2.2.2, 3.3.3.3, 127.0.0.1"), HttpText.fields(sent, "X-Forwarded-For"));
            assertEquals(List.of("https"), HttpText.fields(sent, "X-Forwarded-Proto"));
            assertEquals(List.of("www.example"), HttpText.fields(sent, "X-Forwarded-Host"));
            assertEquals(List.of("443"), HttpText.fields(sent, "X-Forwarded-Port"));
            assertEquals(List.of("/a"), HttpText.fields(sent, "X-Forwarded-Prefix"));
            assertEquals(
                    List.of("for=1.1.1.1, for=\"[2001:db8::1]\";proto=https, "
                            + "for=127.0.0.1;host=\"shop.example:8443\";proto=http"),
                    HttpText.fields(sent, "Forwarded"));
        }
    }

    @Test
    void whatARouteSaysAboutForwardingHolds() {
        String routes = "trustedProxies: [127.0.0.1/32]\n"
                + "routes: [{pool: web, setHeaders: {request: {X-Forwarded-Proto: https, X-Forwarded-For: hidden}},"
                + " removeHeaders: {request: [Forwarded, X-Forwarded-Host]}}]\n";
        try (ProxiedServer proxied = ProxiedServer.start(routes).answering200()) {
            String sent = proxied.forwarded(GET + "X-Forwarded-Proto: http\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n");
            assertEquals(List.of("https"), HttpText.fields(sent, "X-Forwarded-Proto"));
            assertEquals(List.of("hidden"), HttpText.fields(sent, "X-Forwarded-For"));
            assertNull(HttpText.field(sent, "Forwarded"));
            assertNull(HttpText.field(sent, "X-Forwarded-Host"));
        }
    }

    @Test
    void hostIsKept() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            assertEquals(List.of("shop.example:8443"), HttpText.fields(proxied.forwarded(GET + "\r\n"), "Host"));
            assertTrue(proxied.forwarded("GET / HTTP/1.1\r\nhOST:Shop.Example\r\n\r\n")
                    .contains("\r\nhOST:Shop.Example\r\n"));
        }
    }

    @Test
    void hostIsThatOfTheServerWhenItIsNotToBeKept() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool("preserveHost: false, servers: [\"127.0.0.1:%d\"]", "")
                .answering200()) {
            String own = "127.0.0.1:" + proxied.server().port();
            String sent = proxied.forwarded(GET + "\r\n");
            assertEquals(List.of(own), HttpText.fields(sent, "Host"));
            assertEquals("shop.example:8443", HttpText.field(sent, "X-Forwarded-Host"));
            sent = proxied.forwarded("GET http://other.example/ HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals(List.of(own), HttpText.fields(sent, "Host"));
            assertEquals("other.example", HttpText.field(sent, "X-Forwarded-Host"));
        }
    }

    @Test
    void everyAttemptSeesOneHost() {
        try (ProxiedServer proxied =
                        ProxiedServer.startWithPool("preserveHost: false, servers: [\"127.0.0.1:%d\"]", "");
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            client.send(GET + "\r\n").readResponse();
            client.send(GET + "\r\n").readResponse();
            assertEquals(1, HttpText.fields(proxied.lastRequest(), "Host").size());
            assertEquals(3, proxied.server().requests().size());
            assertEquals(
                    1, HttpText.fields(proxied.lastRequest(), "X-Forwarded-For").size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://real.example:81", "HTTP://real.example:81", "https://real.example:81"})
    void anAbsoluteTargetNamesTheHost(String start) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String sent = proxied.forwarded("GET " + start + "/a?b=c HTTP/1.1\r\nHost: other.example\r\n\r\n");
            assertTrue(sent.startsWith("GET /a?b=c HTTP/1.1\r\n"), sent);
            assertEquals(List.of("real.example:81"), HttpText.fields(sent, "Host"));
            assertEquals("real.example:81", HttpText.field(sent, "X-Forwarded-Host"));
            assertFalse(sent.contains("other.example"));
        }
    }

    @Test
    void targetsWithoutAPathHaveOne() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String rest = " HTTP/1.1\r\nHost: a.example\r\n\r\n";
            assertTrue(proxied.forwarded("GET http://a.example" + rest).startsWith("GET / HTTP/1.1\r\n"));
            assertTrue(proxied.forwarded("GET http://a.example?q=1" + rest).startsWith("GET /?q=1 HTTP/1.1\r\n"));
            assertTrue(proxied.forwarded("OPTIONS http://a.example" + rest).startsWith("OPTIONS * HTTP/1.1\r\n"));
            assertTrue(proxied.forwarded("OPTIONS *" + rest).startsWith("OPTIONS * HTTP/1.1\r\n"));
        }
    }

    @Test
    void anAbsoluteTargetChoosesTheRoute() {
        String routes = "routes: [{host: real.example, respond: {body: real}}, {pool: web}]\n";
        try (ProxiedServer proxied = ProxiedServer.start(routes).answering200()) {
            String response = proxied.ask("GET http://real.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n");
            assertEquals("real", HttpText.body(response));
            response = proxied.ask("GET http://other.example/ HTTP/1.1\r\nHost: real.example\r\n\r\n");
            assertEquals("ok", HttpText.body(response));
        }
    }
}
