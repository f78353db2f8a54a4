package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.CheckConfig;
import io.waybill.pool.Server;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectBodyTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            status.*:.*"ok" | {"status": "ok"} | L7OK  | ''
            ^ready$         | ready            | L7OK  | ''
            ^ready$         | not ready        | L7STS | body without /^ready$/
            überall         | das ist überall  | L7OK  | ''
            x               | ''               | L7STS | body without /x/
            ^$              | ''               | L7OK  | ''
            """)
    void theBodyIsSearched(String expression, String body, CheckCode code, String text) {
        Probe probe = probe(expression, HttpText.response(200, utf8(body)));
        assertEquals(code, probe.code());
        assertEquals(text, probe.text());
        assertEquals(200, probe.status());
    }

    /** The test kit writes ISO-8859-1. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void chunksAreOneBody() {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nrea\r\n2\r\ndy\r\n0\r\n\r\n";
        assertEquals(CheckCode.L7OK, probe("^ready$", response).code());
    }

    @Test
    void onlyTheBeginningOfALongBodyIsSearched() {
        String filler = "-".repeat(65_534);
        assertEquals(
                CheckCode.L7OK,
                probe("ok", HttpText.response(200, filler + "ok and more")).code());
        assertEquals(
                CheckCode.L7STS,
                probe("ok", HttpText.response(200, filler + "-ok")).code());
    }

    @Test
    void theStatusComesFirst() {
        Probe probe = probe("ok", HttpText.response(500, "ok"));
        assertEquals(CheckCode.L7STS, probe.code());
        assertEquals("status 500, expected 200-399", probe.text());
    }

    @ParameterizedTest
    @CsvSource({"(a*)*b", "(a|a)*c", "(?:a|b)*c"})
    void anExpressionThatNeverEndsIsGivenUp(String expression) {
        long began = System.nanoTime();
        Probe probe = probe(expression, HttpText.response(200, "a".repeat(30_000)));
        assertEquals(CheckCode.L7STS, probe.code());
        assertEquals("body too costly to search for /" + expression + "/", probe.text());
        assertTrue(System.nanoTime() - began < 5_000_000_000L);
    }

    @Test
    void theRestOfAVeryLongBodyIsNotRead() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n";
        assertEquals(CheckCode.L7OK, closesEarly(Checks.http(Checks.RARE), head));
        assertEquals(CheckCode.L7OK, closesEarly(expecting("^yes-*"), head + "yes" + "-".repeat(65_536)));
    }

    @Test
    void aBodyWithoutEndIsLeft() {
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertEquals(CheckCode.L7OK, closesEarly(Checks.http(Checks.RARE), head + chunk.repeat(17)));
    }

    /** The server sends this, the check closes the connection without waiting for more. */
    private static CheckCode closesEarly(CheckConfig how, String response) {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "raw " + response, "read to end");
            Probe probe = checking.firstProbe(checking.server(server.port()), how);
            Waiting.until("the connection is closed", () -> server.openConnections() == 0);
            return probe.code();
        }
    }

    @Test
    void aBodyThatIsReadToItsEndLeavesTheConnectionOpen() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> HttpText.response(503, "x".repeat(900_000)));
            Server checked = checking.server(server.port());
            checking.start(checked, Checks.http(Checks.OFTEN));
            Waiting.until("5 checks came", () -> server.requests().size() >= 5);
            assertEquals(1, server.connections());
        }
    }

    private static Probe probe(String expression, String response) {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> response);
            return checking.firstProbe(checking.server(server.port()), expecting(expression));
        }
    }

    private static CheckConfig expecting(String expression) {
        return Checks.http(Checks.get("/", Checks.expecting(expression)), Checks.RARE);
    }
}
