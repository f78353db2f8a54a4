package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.ResponseHead;
import io.waybill.testkit.Http2Blocks;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ResponseBlocksTest {

    private final Blocks blocks = new Blocks();

    @Test
    void aHeadIsHeldLikeThatOfAnyOtherVersion() {
        ResponseHead head =
                blocks.response(Method.GET, false, ":status: 404", "server: s", "set-cookie: a", "set-cookie: b");
        assertEquals(
                "404 Not Found length=-1 announced=-2\nserver: s\nset-cookie: a\nset-cookie: b\n", Blocks.text(head));
    }

    @Test
    void theLengthOfTheBodyIsWhatStreamAndContentLengthSay() {
        assertEquals(7, response(Method.GET, false, 200, "content-length: 7").bodyLength());
        assertEquals(-1, response(Method.GET, false, 200).bodyLength());
        assertEquals(0, response(Method.GET, true, 200).bodyLength());
        assertEquals(-2, response(Method.HEAD, true, 200, "content-length: 7").bodyLength());
        assertEquals(7, response(Method.HEAD, true, 200, "content-length: 7").announcedLength());
        assertEquals(7, response(Method.GET, true, 304, "content-length: 7").announcedLength());
        assertEquals(-2, response(Method.GET, true, 204).bodyLength());
        assertEquals(-2, response(Method.GET, false, 103).bodyLength());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefused(Refusal expected, boolean ended, String[] lines) {
        assertEquals(expected, blocks.response(Method.GET, ended, lines).refusal());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row(Refusal.PSEUDO_FIELD, false),
                row(Refusal.PSEUDO_FIELD, false, "a: b"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 200", ":status: 200"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 20"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 2000"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 099"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 600"),
                row(Refusal.PSEUDO_FIELD, false, ":status: +20"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 200", ":path: /"),
                row(Refusal.PSEUDO_FIELD, false, "a: b", ":status: 200"),
                row(Refusal.PSEUDO_FIELD, false, ":status: 200", ":other: 1"),
                row(Refusal.UNEXPECTED_SWITCH, false, ":status: 101"),
                row(Refusal.CONNECTION_SPECIFIC, false, ":status: 200", "connection: close"),
                row(Refusal.CONNECTION_SPECIFIC, false, ":status: 200", "transfer-encoding: chunked"),
                row(Refusal.CONNECTION_SPECIFIC, false, ":status: 200", "te: trailers"),
                row(Refusal.UPPER_CASE, false, ":status: 200", "Server: s"),
                row(Refusal.FIELD_VALUE, false, ":status: 200", "server: a\r\nset-cookie: b"),
                row(Refusal.FIELD_SPACE, false, ":status: 200", "server:  a"),
                row(Refusal.CONTENT_LENGTH_REPEATED, false, ":status: 200", "content-length: 1", "content-length: 1"),
                row(Refusal.CONTENT_LENGTH, false, ":status: 200", "content-length: 1,1"),
                row(Refusal.BODY_LENGTH, true, ":status: 200", "content-length: 1"),
                row(Refusal.BODY_LENGTH, true, ":status: 204", "content-length: 1"),
                row(Refusal.BODY_LENGTH, false, ":status: 100", "content-length: 1"),
                row(Refusal.BODY_LENGTH, true, ":status: 100"),
                row(Refusal.HEAD_TOO_LARGE, false, ":status: 200", "a: " + "b".repeat(17_000)));
    }

    @Test
    void trailersAreFieldsAlone() {
        ResponseHead trailers = blocks.responseTrailers(Http2Blocks.literal("grpc-status: 0", "grpc-message: fine"));
        assertEquals("grpc-status: 0\ngrpc-message: fine\n", Blocks.lines(trailers.fields()));
        assertEquals(
                Refusal.PSEUDO_FIELD,
                blocks.responseTrailers(Http2Blocks.literal(":status: 200")).refusal());
    }

    private ResponseHead response(Method method, boolean ended, int status, String... more) {
        String[] lines =
                Stream.concat(Stream.of(":status: " + status), Stream.of(more)).toArray(String[]::new);
        ResponseHead head = blocks.response(method, ended, lines);
        assertEquals(null, head.refusal());
        return head;
    }

    private static Arguments row(Refusal refusal, boolean ended, String... lines) {
        return Arguments.of(refusal, ended, lines);
    }
}
