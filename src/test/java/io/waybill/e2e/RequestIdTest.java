package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ID of a request: made or kept, to the server and back to the client, on whatever Waybill answers. */
class RequestIdTest {

    private static final String ID = "X-Unique-Request-Id";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n";
    private static final String EVERY_CHARACTER =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+=@~-";

    private static String get(String... lines) {
        return GET + String.join("\r\n", lines) + (lines.length > 0 ? "\r\n" : "") + "\r\n";
    }

    private static boolean isMade(String id) {
        return id.matches("[0-9A-F]{8}-[0-9A-F]{8}-[0-9]+");
    }

    /** The one ID on a message. */
    private static String id(String message) {
        List<String> ids = HttpText.fields(message, ID);
        assertEquals(1, ids.size(), message);
        return ids.get(0);
    }

    static List<String> acceptable() {
        return List.of("a", EVERY_CHARACTER, "x".repeat(200), "0", "CA0A4BD6-4E9F4258-198691", "..", "a=b");
    }

    static List<String> unacceptable() {
        return List.of(
                "", "x".repeat(201), "a b", "a,b", "a;b", "\"a\"", "a\tb", "{a}", "\u00e4", "a%20", "a\\b", "a|b");
    }

    @Test
    void anIdIsMadeForEachRequest() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200();
                RawClient client = proxied.connect()) {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                String id = id(client.send(get()).readResponse());
                assertTrue(isMade(id), id);
                assertEquals(id, id(proxied.lastRequest()));
                assertTrue(ids.add(id), id);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acceptable")
    void anIdThatArrivesIsKeptByteForByte(String id) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            assertEquals(id, id(proxied.ask(get(ID + ": " + id))));
            assertEquals(id, id(proxied.lastRequest()));
            assertEquals(id, id(proxied.ask(get("x-UNIQUE-request-ID:" + id + "  "))));
            assertEquals(id, id(proxied.lastRequest()));
        }
    }

    @ParameterizedTest
    @MethodSource("unacceptable")
    void anIdThatIsNotAcceptableIsReplaced(String id) {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String given = id(proxied.ask(get(ID + ": " + id)));
            assertTrue(isMade(given), given);
            assertEquals(given, id(proxied.lastRequest()));
        }
    }

    @Test
    void twoIdsAreNone() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            String given = id(proxied.ask(get(ID + ": one", ID.toLowerCase(Locale.ROOT) + ": two")));
            assertTrue(isMade(given), given);
            assertEquals(given, id(proxied.lastRequest()));
        }
    }

    @Test
    void anotherSpellingIsNoIdAndDoesNotReachTheServer() {
        try (ProxiedServer proxied = ProxiedServer.start().answering200()) {
            assertEquals("mine", id(proxied.ask(get("X_Unique_Request_Id: forged", ID + ": mine"))));
            assertFalse(proxied.lastRequest().contains("forged"));
            assertTrue(isMade(id(proxied.ask(get("x-unique_request-id: forged")))));
            assertFalse(proxied.lastRequest().contains("forged"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "[10.0.0.0/8, \"::1/128\"]"})
    void anIdOfAClientThatIsNotTrustedIsReplaced(String trust) {
        try (ProxiedServer proxied =
                ProxiedServer.start("requestId: {trust: " + trust + "}\n").answering200()) {
            String given = id(proxied.ask(get(ID + ": mine")));
            assertTrue(isMade(given), given);
            assertEquals(given, id(proxied.lastRequest()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "[127.0.0.0/8]"})
    void anIdOfATrustedClientIsKept(String trust) {
        try (ProxiedServer proxied =
                ProxiedServer.start("requestId: {trust: " + trust + "}\n").answering200()) {
            assertEquals("mine", id(proxied.ask(get(ID + ": mine"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine", "another"})
    void theServersEchoDoesNotMakeTwoOfIt(String echoed) {
        String response = HttpText.response(200, "ok", "x-unique-request-id: " + echoed, ID + ": " + echoed);
        try (ProxiedServer proxied = ProxiedServer.start().answering(response)) {
            assertEquals("mine", id(proxied.ask(get(ID + ": mine"))));
        }
    }

    @Test
    void everyAttemptCarriesTheSameId() {
        try (ProxiedServer proxied = ProxiedServer.start();
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            proxied.server().onNextConnection("read request", "write 200 keep-alive");
            String first = id(client.send(get()).readResponse());
            String second = id(client.send(get()).readResponse());
            List<String> sent = proxied.server().requests();
            assertEquals(
                    List.of(first, second, second),
                    sent.stream().map(RequestIdTest::id).toList());
            assertNotEquals(first, second);
        }
    }

    @Test
    void informationalResponsesAndSwitchesCarryTheId() {
        String all = "HTTP/1.1 103 Early Hints\r\n" + ID + ": echo\r\n\r\n"
                + "HTTP/1.1 101 Switching\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n";
        try (ProxiedServer proxied = ProxiedServer.start().answering(all);
                RawClient client = proxied.connect()) {
            client.send(get("Upgrade: chat", "Connection: upgrade", ID + ": mine"));
            assertEquals("mine", id(client.readResponse()));
            assertEquals("mine", id(client.readResponse()));
        }
    }

    @Test
    void errorsCarryTheIdInHeadAndText() {
        try (ProxiedServer proxied = ProxiedServer.start().answering("HTTP/9 no\r\n\r\n")) {
            for (String request : List.of(get(), get(ID + ": mine"), "GET / HTTP/1.1\r\n" + ID + ": mine\r\n\r\n")) {
                String response = proxied.ask(request);
                assertTrue(HttpText.status(response) == 502 || HttpText.status(response) == 400, response);
                assertEquals("text/plain; charset=utf-8", HttpText.field(response, "Content-Type"));
                assertTrue(HttpText.body(response).endsWith("\nRequest ID: " + id(response) + "\n"), response);
                assertEquals(request.contains("mine"), id(response).equals("mine"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html, application/json;q=0.9", "APPLICATION/JSON"})
    void errorsAreJsonForAClientThatAcceptsIt(String accept) {
        try (ProxiedServer proxied = ProxiedServer.start().answering("HTTP/9 no\r\n\r\n")) {
            String response = proxied.ask(get("Accept: " + accept, ID + ": mine"));
            assertEquals(502, HttpText.status(response));
            assertEquals("application/json", HttpText.field(response, "Content-Type"));
            String body = HttpText.body(response);
            assertTrue(body.startsWith("{\"status\":502,\"error\":\"bad-response\","), body);
            assertTrue(body.endsWith(",\"request_id\":\"mine\"}\n"), body);
        }
    }

    @Test
    void whatWaybillAnswersItselfCarriesTheId() {
        String config = "routes: [{path: = /own, respond: {body: pong}}, {path: = /old, redirect: {location: /new}}]\n";
        try (RunningWaybill waybill = RunningWaybill.withConfig(config);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (String path : List.of("/own", "/old", "/none")) {
                client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + ID + ": mine\r\n\r\n");
                assertEquals("mine", id(client.readResponse()));
                client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertTrue(isMade(id(client.readResponse())));
            }
        }
    }

    @Test
    void theFieldCanHaveAnotherName() {
        try (ProxiedServer proxied =
                ProxiedServer.start("requestId: {header: X-Trace-Id}\n").answering200()) {
            String response = proxied.ask(get("x-trace-id: mine", ID + ": other"));
            assertEquals(List.of("mine"), HttpText.fields(response, "X-Trace-Id"));
            assertEquals(List.of("mine"), HttpText.fields(proxied.lastRequest(), "X-Trace-Id"));
            assertEquals(List.of("other"), HttpText.fields(proxied.lastRequest(), ID));
            String made = HttpText.field(proxied.ask(get()), "X-Trace-Id");
            assertNotNull(made);
            assertTrue(isMade(made), made);
        }
    }
}
