package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.waybill.testkit.HttpText;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is meant for one connection stays on it; what Waybill says itself cannot be named away. */
class HopByHopTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n";
    private static final List<String> SET_BY_WAYBILL = List.of(
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "Forwarded",
            "Via",
            "X-Unique-Request-Id",
            "Host");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic YTpi",
                "TE: trailers",
                "Upgrade: websocket",
                "HTTP2-Settings: AAMAAABkAAQAAP__"
            })
    void aFieldOfTheConnectionDoesNotReachTheServer(String line) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String name = line.substring(0, line.indexOf(':'));
            assertNull(HttpText.field(proxied.forwarded(GET + line + "\r\n\r\n"), name));
            assertNull(HttpText.field(proxied.forwarded(GET + line.toUpperCase(Locale.ROOT) + "\r\n\r\n"), name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: x", "Keep-Alive: timeout=5", "Proxy-Authenticate: Basic", "Upgrade: h2c"})
    void aFieldOfTheConnectionDoesNotReachTheClient(String line) {
        try (ProxiedServer proxied = ProxiedServer.start().answering(HttpText.response(200, "ok", line))) {
            String response = proxied.ask(GET + "\r\n");
            assertEquals("ok", HttpText.body(response));
            assertNull(HttpText.field(response, line.substring(0, line.indexOf(':'))));
        }
    }

    @Test
    void whatConnectionNamesIsRemovedInBothDirectionsAndInAnyCase() {
        String response = HttpText.response(
                200,
                "ok",
                "X-One: 1",
                "x-two: 2",
                "X-One: 3",
                "X-Stays: 4",
                "Connection: X-ONE",
                "connection: , X-Two ,,");
        try (ProxiedServer proxied = ProxiedServer.start().answering(response)) {
            String got = proxied.ask(GET
                    + "x-one: 1\r\nX-Two: 2\r\nX-ONE: 3\r\nX-Stays: 4\r\nConnection: X-One, x-two\r\nConnection: X-Three\r\n"
                    + "X-Three: 5\r\n\r\n");
            for (String message : List.of(got, proxied.lastRequest())) {
                for (String name : List.of("X-One", "X-Two", "X-Three", "Connection")) {
                    assertNull(HttpText.field(message, name), name);
                }
                assertEquals("4", HttpText.field(message, "X-Stays"));
            }
        }
    }

    @Test
    void whatWaybillSetsCannotBeNamedAway() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            for (String name : SET_BY_WAYBILL) {
                for (String spelled : List.of(
                        name, name.toLowerCase(Locale.ROOT), "close, " + name.toUpperCase(Locale.ROOT) + ",close")) {
                    String sent =
                            proxied.forwarded(GET + "X-Unique-Request-Id: mine\r\nConnection: " + spelled + "\r\n\r\n");
                    for (String kept : SET_BY_WAYBILL) {
                        assertEquals(1, HttpText.fields(sent, kept).size(), kept + " with Connection: " + spelled);
                    }
                    assertEquals("mine", HttpText.field(sent, "X-Unique-Request-Id"));
                    assertNull(HttpText.field(sent, "Connection"));
                }
            }
        }
    }

    @Test
    void whatATrustedProxySaidCannotBeNamedAwayByItsClient() {
        try (ProxiedServer proxied =
                ProxiedServer.start("trustedProxies: [127.0.0.0/8]\n").answering200()) {
            String sent = proxied.forwarded(GET
                    + "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\nVia: 1.1 front\r\n"
                    + "Connection: x-forwarded-for, X-Forwarded-Proto, via\r\n\r\n");
            assertEquals("1.2.3.4, 127.0.0.1", HttpText.field(sent, "X-Forwarded-For"));
            assertEquals("https", HttpText.field(sent, "X-Forwarded-Proto"));
            assertEquals(List.of("1.1 front", "1.1 edge1"), HttpText.fields(sent, "Via"));
        }
    }

    @Test
    void theIdInAFieldOfAnotherNameCannotBeNamedAwayEither() {
        try (ProxiedServer proxied =
                ProxiedServer.start("requestId: {header: X-Trace}\n").answering200()) {
            String sent = proxied.forwarded(GET + "X-Trace: mine\r\nConnection: x-trace\r\n\r\n");
            assertEquals(List.of("mine"), HttpText.fields(sent, "X-Trace"));
        }
    }

    @Test
    void whatARouteSetsCannotBeNamedAway() {
        String routes = "routes: [{pool: web, setHeaders: {request: {X-Tenant: acme}, response: {X-Edge: one}}}]\n";
        String response = HttpText.response(200, "ok", "Connection: X-Edge", "X-Edge: two");
        try (ProxiedServer proxied = ProxiedServer.start(routes).answering(response)) {
            String got = proxied.ask(GET + "X-Tenant: evil\r\nConnection: X-Tenant\r\n\r\n");
            assertEquals(List.of("acme"), HttpText.fields(proxied.lastRequest(), "X-Tenant"));
            assertEquals(List.of("one"), HttpText.fields(got, "X-Edge"));
        }
    }

    @Test
    void viaIsAddedBothWaysWithTheVersionOfTheSender() {
        String response = "HTTP/1.0 200 OK\r\nVia: 1.0 inner\r\nContent-Length: 0\r\n\r\n";
        try (ProxiedServer proxied = ProxiedServer.start().answering(response)) {
            String got = proxied.ask("GET / HTTP/1.0\r\nHost: x\r\nVia: 1.0 fred\r\n\r\n");
            assertEquals(List.of("1.0 fred", "1.0 edge1"), HttpText.fields(proxied.lastRequest(), "Via"));
            assertEquals(List.of("1.0 inner", "1.0 edge1"), HttpText.fields(got, "Via"));
        }
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            assertEquals("1.1 edge1", HttpText.field(proxied.ask(GET + "\r\n"), "Via"));
            assertEquals("1.1 edge1", HttpText.field(proxied.lastRequest(), "Via"));
        }
    }

    @Test
    void dateIsAddedWhenTheServerSentNone() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String date = HttpText.field(proxied.ask(GET + "\r\n"), "Date");
            assertNotNull(date);
            assertEquals("Fri, 20 Nov 2026 17:00:00 GMT".length(), date.length());
        }
        String dated = "Sun, 06 Nov 1994 08:49:37 GMT";
        String response = HttpText.response(200, "ok", "date: " + dated);
        try (ProxiedServer proxied = ProxiedServer.start().answering(response)) {
            assertEquals(List.of(dated), HttpText.fields(proxied.ask(GET + "\r\n"), "Date"));
        }
    }

    @Test
    void everyOtherFieldPassesAsItIsAndInItsOrder() {
        String lines = "x-Odd_name: a  b\r\nCookie: a=b\r\nCookie: c=d\r\nX-Empty:\r\nX-Bytes: \u00e4\u00ff\r\n";
        try (ProxiedServer proxied =
                ProxiedServer.start().answering("HTTP/1.1 299 Very Odd\r\n" + lines + "Content-Length: 0\r\n\r\n")) {
            String got = proxied.ask(GET + lines + "\r\n");
            assertEquals(0, proxied.lastRequest().indexOf(GET + lines));
            assertEquals(0, got.indexOf("HTTP/1.1 299 Very Odd\r\n" + lines));
        }
    }
}
