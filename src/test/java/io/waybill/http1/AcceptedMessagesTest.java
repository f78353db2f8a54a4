package io.waybill.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.http.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AcceptedMessagesTest {

    private static final String BROWSER = String.join(
            "\r\n",
            "GET /shop/items?page=2&sort=price HTTP/1.1",
            "Host: shop.example.com",
            "Connection: keep-alive",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
            "Cookie: session=0123456789abcdef; theme=dark",
            "",
            "");

    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Whole messages, odd but valid. */
    static List<String> requests() {
        return List.of(
                BROWSER,
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS http://x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://a.example:8080?q HTTP/1.1\r\nHost: b.example\r\nA: b\r\n\r\nGET ",
                "GET http://a.example:8080/x/y?q=/../ HTTP/1.1\r\nHost:\r\n\r\n",
                "GET hTTps://a.example HTTP/1.0\r\n\r\n",
                "GET /%41%2f%7euser/..a/.../a..b/%e2%82%ac?%41=/../.. HTTP/1.1\r\nHost: x\r\n\r\n",
                "M-SEARCH!#$%&'*+-.^_`|~ / HTTP/1.1\r\nhost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:x\r\nEmpty:\r\nSpaces:  \t \r\nTabs:\ta\tb\t\r\nX: \u00e9\u00ff\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1]:80\r\n!#$%&'*+-.^_`|~09azAZ: y\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 005\r\n\r\nhello\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\nhello",
                "POST / HTTP/1.0\r\nExpect: nothing\r\nContent-Length: 5\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:CHUNKED \t\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET",
                CHUNKED
                        + "00a;x;y=z ; q=\"a;\\\"b\\\\\"\r\n0123456789\r\n1 ; a = b\r\n!\r\n0;end\r\nX_Sum: 5\r\n\r\nGET",
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\u0081\u0001x",
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: , ,close ,\r\nConnection: x\r\n\r\n");
    }

    /** Whole responses, odd but valid. */
    static List<String> responses() {
        return List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1",
                "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 404 Nicht gefunden \u00e9\t!\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n\u0081",
                "HTTP/1.1 204 No Content\r\n\r\nHTTP",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n\r\nHTTP",
                "HTTP/1.1 599 What\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestIsReadTheSameHoweverItIsCut(String text) {
        byte[] bytes = Wire.bytes(text);
        String whole = Wire.request(bytes, Wire.whole());
        assertFalse(whole.contains("REFUSED") || whole.contains("finished=false"), whole);
        assertEquals(whole, Wire.request(bytes, Wire.every(1)));
        for (int cut = 1; cut < bytes.length; cut++) {
            assertEquals(whole, Wire.request(bytes, Wire.at(cut)), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responseIsReadTheSameHoweverItIsCut(String text) {
        byte[] bytes = Wire.bytes(text);
        for (Method method : List.of(Method.GET, Method.HEAD)) {
            String whole = Wire.response(bytes, Wire.whole(), method);
            assertFalse(whole.contains("REFUSED"), whole);
            assertEquals(whole, Wire.response(bytes, Wire.every(1), method));
            for (int cut = 1; cut < bytes.length; cut++) {
                assertEquals(whole, Wire.response(bytes, Wire.at(cut), method), "cut at " + cut);
            }
        }
    }

    @Test
    void headSaysWhatTheBrowserSaid() {
        assertEquals(
                "GET GET /shop/items ?page=2&sort=price at shop.example.com 1.1 length=-2 keeps=true expects=false"
                        + " upgrades=false\n"
                        + BROWSER.substring(BROWSER.indexOf("Host"))
                                .replace("\r\n\r\n", "\r\n")
                                .replace("\r", "")
                        + "body: \nfinished=true trailers= left=",
                Wire.request(Wire.bytes(BROWSER), Wire.whole()));
    }

    @ParameterizedTest
    @CsvSource({
        "/%41%2f%7euser, /A%2F~user",
        "/a%2Db%2ec, /a-b.c",
        "/%25%32%35, /%25" + "25",
        "/%e2%82%ac, /%E2%82%AC",
        "/..., /...",
        "/a..;b/.c./..d, /a..;b/.c./..d",
        "//, //",
        "http://x, /",
        "http://x/, /",
        "http://x:80?a, /?a",
        "http://x/a?b, /a?b",
        "/a?%41/../%2f, /a?%41/../%2f",
        "/a?b=50%&c=%zz&d=%00%f, /a?b=50%&c=%zz&d=%00%f",
        "/%20, /%20",
        "/%7f%01, /%7F%01",
        "/@:!$&'()*+;=|^`{}[]<>\", /@:!$&'()*+;=|^`{}[]<>\""
    })
    void targetIsNormalisedInOneWay(String sent, String normal) {
        String text = Wire.request(Wire.bytes("GET " + sent + " HTTP/1.1\r\nHost: x\r\n\r\n"), Wire.whole());
        String path = text.substring("GET GET ".length(), text.indexOf(" at "));
        assertEquals(normal, path.replace(" ", ""));
    }

    @Test
    void absoluteTargetReplacesHost() {
        String text = Wire.request(
                Wire.bytes("GET http://a.example:81?q HTTP/1.1\r\nX: y\r\nHost: b\r\nZ: z\r\n\r\n"), Wire.whole());
        assertTrue(text.contains(" at a.example:81 "), text);
        assertTrue(text.contains("\nX: y\nZ: z\nHost: a.example:81\n"), text);
    }

    @Test
    void upgradeCountsOnlyWhereItMayBePassedOn() {
        Map<String, Boolean> fields = Map.of(
                "Connection: upgrade\r\nUpgrade: websocket\r\n", true,
                "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n", true,
                "Connection: keep-alive\r\nUpgrade: websocket\r\n", false,
                "Connection: upgrade\r\n", false,
                "Connection: upgrade\r\nUpgrade:\r\n", false,
                "Connection: upgrade\r\nUpgrade: h2c\r\n", false,
                "Connection: upgrade\r\nUpgrade: websocket, H2C\r\n", false,
                "Connection: upgrade\r\nUpgrade: websocket\r\nUpgrade: TLS/1.0\r\n", false,
                "Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n", false,
                "Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n", true);
        fields.forEach((lines, upgrades) -> {
            String text = Wire.request(Wire.bytes("GET / HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n"), Wire.whole());
            assertTrue(text.contains("upgrades=" + upgrades), lines);
        });
        String old = Wire.request(
                Wire.bytes("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"), Wire.whole());
        assertTrue(old.contains("upgrades=false"), old);
    }

    @Test
    void chunksAreJoinedAndExtensionsDropped() {
        String text = Wire.request(
                Wire.bytes(CHUNKED + "5;a=\"\\\";b\"\r\nhello\r\n1\r\n!\r\n0;x\r\n"
                        + "ETag: y\r\nAuthorization: z\r\nX_Forwarded_For: 1\r\n\r\nnext"),
                Wire.whole());
        assertTrue(text.endsWith("body: hello!\nfinished=true trailers=ETag: y\n left=next"), text);
    }

    @Test
    void lengthOfResponseFollowsMethodAndStatus() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        assertTrue(Wire.response(Wire.bytes(head), Wire.whole(), Method.HEAD).contains("length=-2 announced=5"));
        String text =
                Wire.response(Wire.bytes("HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n"), Wire.whole(), Method.GET);
        assertTrue(text.contains("length=-2 announced=-2 close=false keeps=false"), text);
        text = Wire.response(Wire.bytes("HTTP/1.1 200 OK\r\n\r\nrest"), Wire.whole(), Method.GET);
        assertTrue(text.contains("length=-1 announced=-2 close=true keeps=false"), text);
    }
}
