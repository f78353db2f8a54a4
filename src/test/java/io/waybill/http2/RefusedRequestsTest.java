package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.testkit.Http2Blocks;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9113, section 8: what makes a request malformed, row by row. */
final class RefusedRequestsTest {

    private static final String METHOD = ":method: GET";
    private static final String SCHEME = ":scheme: http";
    private static final String AUTHORITY = ":authority: x";
    private static final String PATH = ":path: /";
    private static final String[] GET = {METHOD, SCHEME, AUTHORITY, PATH};

    @ParameterizedTest(name = "{0}")
    @MethodSource({"pseudoFields", "fields", "hosts", "lengths", "connects"})
    void isRefused(String what, Refusal expected, String[] lines) {
        assertEquals(expected, new Blocks().request(false, lines).refusal());
    }

    static Stream<Arguments> pseudoFields() {
        return Stream.of(
                lines("no fields at all", Refusal.PSEUDO_FIELD),
                lines("no :method", Refusal.PSEUDO_FIELD, SCHEME, AUTHORITY, PATH),
                lines("no :scheme", Refusal.PSEUDO_FIELD, METHOD, AUTHORITY, PATH),
                lines("no :path", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY),
                lines("two :method", Refusal.PSEUDO_FIELD, METHOD, METHOD, SCHEME, AUTHORITY, PATH),
                lines("two :scheme", Refusal.PSEUDO_FIELD, METHOD, SCHEME, SCHEME, AUTHORITY, PATH),
                lines("two :authority", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY, AUTHORITY, PATH),
                lines("two :path", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY, PATH, PATH),
                get("an unknown one", Refusal.PSEUDO_FIELD, ":other: 1"),
                get("one without a name", Refusal.PSEUDO_FIELD, ":: 1"),
                get("one that responses have", Refusal.PSEUDO_FIELD, ":status: 200"),
                lines("one behind a field", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY, "a: b", PATH),
                lines("an unknown one behind a field", Refusal.PSEUDO_FIELD, METHOD, SCHEME, PATH, "a: b", ":other: 1"),
                lines("one behind a cookie", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY, "cookie: b", PATH),
                lines("one in upper case", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY, ":Path: /"),
                lines("an empty :path", Refusal.PSEUDO_FIELD, METHOD, SCHEME, AUTHORITY, ":path: "),
                lines("an empty :scheme", Refusal.PSEUDO_FIELD, METHOD, ":scheme: ", AUTHORITY, PATH),
                lines("another :scheme", Refusal.PSEUDO_FIELD, METHOD, ":scheme: ftp", AUTHORITY, PATH),
                lines("an empty :method", Refusal.METHOD, ":method: ", SCHEME, AUTHORITY, PATH),
                lines("a :method with a space", Refusal.METHOD, ":method: GET /", SCHEME, AUTHORITY, PATH),
                lines("a :method with CRLF", Refusal.METHOD, ":method: G\r\nE", SCHEME, AUTHORITY, PATH),
                lines("a relative :path", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: a"),
                lines("an absolute :path", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: http://y/"),
                lines("an asterisk with GET", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: *"),
                lines("a :path with a space", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: / HTTP/1.1"),
                lines("a :path with CRLF", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: /\r\nx: y"),
                lines("a :path with NUL", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: /\0"),
                lines("a :path beyond ASCII", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: /\u00e4"),
                lines("a :path with a fragment", Refusal.TARGET, METHOD, SCHEME, AUTHORITY, ":path: /?a#b"),
                lines("a dot segment", Refusal.DOT_SEGMENT, METHOD, SCHEME, AUTHORITY, ":path: /a/%2e%2e/b"),
                lines("TRACE", Refusal.METHOD_NOT_ALLOWED, ":method: TRACE", SCHEME, AUTHORITY, PATH),
                lines(
                        "a long :path",
                        Refusal.REQUEST_LINE_TOO_LONG,
                        METHOD,
                        SCHEME,
                        AUTHORITY,
                        ":path: /" + "a".repeat(8_192)));
    }

    static Stream<Arguments> fields() {
        Stream<Arguments> specific = Stream.of(
                        "connection: close",
                        "connection: ",
                        "keep-alive: timeout=5",
                        "proxy-connection: keep-alive",
                        "transfer-encoding: chunked",
                        "upgrade: websocket",
                        "http2-settings: AAMAAABkAAQAAP__",
                        "te: gzip",
                        "te: trailers, gzip",
                        "te: ")
                .map(line -> get(line, Refusal.CONNECTION_SPECIFIC, line));
        Stream<Arguments> values = Stream.of(
                        "a\rb", "a\nb", "a\r\nb: c", "a\0", "\0a", "a\u007fb", "a\u001b[31m", "\n", "\r")
                .map(value -> get("a value with a control: " + printable(value), Refusal.FIELD_VALUE, "a: " + value));
        Stream<Arguments> spaces = Stream.of(" a", "a ", "\ta", "a\t", " ")
                .map(value -> get("spaces around: " + printable(value), Refusal.FIELD_SPACE, "a: " + value));
        Stream<Arguments> names = Stream.of("a b: c", "a(b: c", "a\0: c", "a\r\nb: c", "\u00e4: c", "a\tb: c")
                .map(line -> get("no token: " + printable(line), Refusal.FIELD_NAME, line));
        return Stream.of(
                        specific,
                        values,
                        spaces,
                        names,
                        Stream.of(
                                get("upper case", Refusal.UPPER_CASE, "Accept: */*"),
                                get("one upper-case letter", Refusal.UPPER_CASE, "accepT: */*"),
                                get("an upper-case cookie", Refusal.UPPER_CASE, "Cookie: a"),
                                get("another upper-case cookie", Refusal.UPPER_CASE, "cOOKIE: a"),
                                get("a cookie with CRLF", Refusal.FIELD_VALUE, "cookie: a", "cookie: b\r\nc: d"),
                                get("a cookie with spaces", Refusal.FIELD_SPACE, "cookie: a", "cookie:  b"),
                                get("an expectation", Refusal.EXPECTATION, "expect: tea")))
                .flatMap(rows -> rows);
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                lines("no host", Refusal.HOST_MISSING, METHOD, SCHEME, PATH),
                lines("an empty :authority", Refusal.HOST, METHOD, SCHEME, PATH, ":authority: "),
                lines("an empty Host", Refusal.HOST, METHOD, SCHEME, PATH, "host: "),
                lines("user information", Refusal.HOST, METHOD, SCHEME, PATH, ":authority: me@x"),
                lines("an :authority with CRLF", Refusal.HOST, METHOD, SCHEME, PATH, ":authority: x\r\na: b"),
                lines("an :authority with a path", Refusal.HOST, METHOD, SCHEME, PATH, ":authority: x/y"),
                lines("a port beyond all", Refusal.HOST, METHOD, SCHEME, PATH, ":authority: x:70000"),
                lines("two Host", Refusal.HOST_REPEATED, METHOD, SCHEME, PATH, "host: x", "host: x"),
                get("two Host beside :authority", Refusal.HOST_REPEATED, "host: x", "host: x"),
                get("another Host", Refusal.AUTHORITY_AND_HOST, "host: y"),
                get("a Host with a port", Refusal.AUTHORITY_AND_HOST, "host: x:80"),
                get("an empty Host beside :authority", Refusal.AUTHORITY_AND_HOST, "host: "));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                get("two lengths", Refusal.CONTENT_LENGTH_REPEATED, "content-length: 5", "content-length: 5"),
                get("a list of lengths", Refusal.CONTENT_LENGTH, "content-length: 5, 5"),
                get("a signed length", Refusal.CONTENT_LENGTH, "content-length: +5"),
                get("a negative length", Refusal.CONTENT_LENGTH, "content-length: -1"),
                get("an empty length", Refusal.CONTENT_LENGTH, "content-length: "),
                get("a hexadecimal length", Refusal.CONTENT_LENGTH, "content-length: 0x5"),
                get("a length beyond 63 bits", Refusal.CONTENT_LENGTH, "content-length: 9223372036854775808"));
    }

    static Stream<Arguments> connects() {
        String connect = ":method: CONNECT";
        String websocket = ":protocol: websocket";
        return Stream.of(
                lines("a plain CONNECT", Refusal.METHOD_NOT_ALLOWED, connect, AUTHORITY),
                lines("a CONNECT with :path", Refusal.PSEUDO_FIELD, connect, AUTHORITY, PATH),
                lines("a CONNECT with :scheme", Refusal.PSEUDO_FIELD, connect, AUTHORITY, SCHEME),
                lines("a CONNECT without :authority", Refusal.PSEUDO_FIELD, connect),
                get("a GET with :protocol", Refusal.PSEUDO_FIELD, websocket),
                lines("no :path beside :protocol", Refusal.PSEUDO_FIELD, connect, websocket, AUTHORITY, SCHEME),
                lines("no :scheme beside :protocol", Refusal.PSEUDO_FIELD, connect, websocket, AUTHORITY, PATH),
                lines("no :authority beside :protocol", Refusal.PSEUDO_FIELD, connect, websocket, SCHEME, PATH),
                lines("two :protocol", Refusal.PSEUDO_FIELD, connect, websocket, websocket, SCHEME, PATH, AUTHORITY),
                lines("an empty :protocol", Refusal.PSEUDO_FIELD, connect, ":protocol: ", SCHEME, PATH, AUTHORITY),
                lines("no token", Refusal.PSEUDO_FIELD, connect, ":protocol: a\r\nb", SCHEME, PATH, AUTHORITY),
                lines("h2c", Refusal.METHOD_NOT_ALLOWED, connect, ":protocol: h2c", SCHEME, PATH, AUTHORITY),
                lines(
                        "a length of a tunnel",
                        Refusal.CONTENT_LENGTH,
                        connect,
                        websocket,
                        SCHEME,
                        PATH,
                        AUTHORITY,
                        "content-length: 5"));
    }

    @Test
    void aBodyIsNotAnnouncedByAStreamThatEnds() {
        assertEquals(
                Refusal.BODY_LENGTH,
                new Blocks().request(true, with("content-length: 5")).refusal());
    }

    @Test
    void whatIsKnownOfARefusedRequestIsThereForTheLog() {
        RequestHead head = new Blocks().request(true, with("x-id: 7", "Accept: */*", "x-more: 8"));
        assertEquals("GET /", head.toString());
        assertEquals("host: x\nx-id: 7\n", Blocks.lines(head.fields()));
    }

    @Test
    void aHeadIsLimitedInBytesAndInFieldsAndCookiesCountForThemselves() {
        String[] many = new String[101];
        Arrays.fill(many, "a: b");
        assertEquals(
                Refusal.TOO_MANY_FIELDS, new Blocks().request(true, with(many)).refusal());
        String[] most = Arrays.copyOf(many, 100);
        assertEquals(null, new Blocks().request(true, with(most)).refusal());
        String[] crumbs = new String[201];
        Arrays.fill(crumbs, "cookie: b");
        assertEquals(
                Refusal.TOO_MANY_FIELDS,
                new Blocks().request(true, with(crumbs)).refusal());
        assertEquals(
                null,
                new Blocks().request(true, with(Arrays.copyOf(crumbs, 200))).refusal());
        assertEquals(
                Refusal.HEAD_TOO_LARGE,
                new Blocks().request(true, with("a: " + "b".repeat(16_384))).refusal());
        assertEquals(
                Refusal.HEAD_TOO_LARGE,
                new Blocks()
                        .request(true, with("cookie: " + "b".repeat(16_384)))
                        .refusal());
    }

    @Test
    void aConnectionEndsByAHeadBeyondAllMeasure() {
        byte[] block = Http2Blocks.literal(with("a: " + "b".repeat(65_536)));
        Http2Exception thrown = assertThrows(Http2Exception.class, () -> new Blocks().decodeBadly(block));
        assertEquals(Http2Error.ENHANCE_YOUR_CALM, thrown.error());
    }

    @Test
    void aRefusedHeadLeavesTheTableOfTheConnectionAsItWas() throws Http2Exception {
        Http2Blocks client = new Http2Blocks();
        Blocks blocks = new Blocks();
        String[] lines = {METHOD, SCHEME, AUTHORITY, PATH, "upgrade: x", "x-known: 1", "x-other: 2"};
        assertEquals(
                Refusal.CONNECTION_SPECIFIC,
                blocks.request(client.encode(lines), true).refusal());
        RequestHead head =
                blocks.request(client.encode(METHOD, SCHEME, AUTHORITY, PATH, "x-other: 2", "x-known: 1"), true);
        assertEquals("host: x\nx-other: 2\nx-known: 1\n", Blocks.lines(head.fields()));
    }

    @ParameterizedTest
    @MethodSource("trailers")
    void trailersAreRefused(Refusal expected, String line) {
        assertEquals(expected, new Blocks().requestTrailers("a: b", line).refusal());
    }

    static Stream<Arguments> trailers() {
        return Stream.of(
                Arguments.of(Refusal.PSEUDO_FIELD, ":path: /"),
                Arguments.of(Refusal.PSEUDO_FIELD, ":status: 200"),
                Arguments.of(Refusal.TRAILER, "content-length: 5"),
                Arguments.of(Refusal.TRAILER, "host: x"),
                Arguments.of(Refusal.TRAILER, "trailer: a"),
                Arguments.of(Refusal.CONNECTION_SPECIFIC, "transfer-encoding: chunked"),
                Arguments.of(Refusal.CONNECTION_SPECIFIC, "connection: close"),
                Arguments.of(Refusal.UPPER_CASE, "A: b"),
                Arguments.of(Refusal.FIELD_VALUE, "a: \r\n"),
                Arguments.of(Refusal.TRAILERS_TOO_LARGE, "a: " + "b".repeat(5_000)));
    }

    @Test
    void trailersMayNotBePseudoFieldsAlone() {
        assertEquals(
                Refusal.PSEUDO_FIELD, new Blocks().requestTrailers(":path: /").refusal());
    }

    private static Arguments get(String what, Refusal refusal, String... more) {
        return Arguments.of(what, refusal, with(more));
    }

    private static Arguments lines(String what, Refusal refusal, String... lines) {
        return Arguments.of(what, refusal, lines);
    }

    private static String[] with(String... more) {
        String[] lines = Arrays.copyOf(GET, GET.length + more.length);
        System.arraycopy(more, 0, lines, GET.length, more.length);
        // pseudo-fields first, whatever is added
        Arrays.sort(lines, (a, b) -> Boolean.compare(!a.startsWith(":"), !b.startsWith(":")));
        return lines;
    }

    private static String printable(String text) {
        return text.replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\0", "\\0")
                .replace("\u001b", "\\e");
    }
}
