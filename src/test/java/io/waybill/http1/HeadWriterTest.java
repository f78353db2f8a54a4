package io.waybill.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.HopByHop;
import io.waybill.http.Method;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadWriterTest {

    private final HeadWriter writer = new HeadWriter();

    private static RequestHead request(String text) {
        RequestHead head = Wire.requestHead();
        ByteBuf in = Unpooled.copiedBuffer(Wire.bytes(text));
        assertEquals(ParseResult.COMPLETE, new RequestParser(Wire.LIMITS).parse(in, head));
        in.release();
        return head;
    }

    private static RequestHead get(String... lines) {
        return request("GET / HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static ResponseHead response(String text, Method method) {
        ResponseHead head = Wire.responseHead();
        ByteBuf in = Unpooled.copiedBuffer(Wire.bytes(text));
        assertEquals(ParseResult.COMPLETE, new ResponseParser(Wire.LIMITS).parse(in, head, method));
        in.release();
        return head;
    }

    private static String text(ByteBuf out) {
        String text = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return text.replace("\r\n", "|");
    }

    private String written(RequestHead head, long length) {
        return text(writer.request(head, length, UnpooledByteBufAllocator.DEFAULT));
    }

    @Test
    void requestGoesOutWithItsFieldsAndNewFraming() {
        RequestHead head = request("POST /a?b HTTP/1.0\r\nHost: x\r\nContent-Length: 5\r\nA:b\r\n\r\n");
        HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, false);
        assertEquals("POST /a?b HTTP/1.1|Host: x|A:b|Content-Length: 5||", written(head, head.bodyLength()));
        assertEquals("POST /a?b HTTP/1.1|Host: x|A:b|Transfer-Encoding: chunked||", written(head, BodyLength.UNKNOWN));
        assertEquals("POST /a?b HTTP/1.1|Host: x|A:b||", written(head, BodyLength.NONE));
    }

    @Test
    void lengthsAreWrittenInDecimal() {
        RequestHead head = request("POST / HTTP/1.1\r\nHost: x\r\n\r\n");
        for (long length : new long[] {0, 1, 9, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE}) {
            assertEquals("POST / HTTP/1.1|Host: x|Content-Length: " + length + "||", written(head, length));
        }
    }

    @Test
    void pathCanBeRewritten() {
        RequestHead head = request("GET /api/v1/x?y HTTP/1.1\r\nHost: x\r\n\r\n");
        head.rewritePath(new byte[0], 4);
        assertEquals("GET /v1/x?y HTTP/1.1|Host: x||", written(head, BodyLength.NONE));
        head.rewritePath(Wire.bytes("/new"), 4);
        assertEquals("GET /new/v1/x?y HTTP/1.1|Host: x||", written(head, BodyLength.NONE));
        head.rewritePath(new byte[0], "/api/v1/x".length());
        assertEquals("GET /?y HTTP/1.1|Host: x||", written(head, BodyLength.NONE));
        head.rewritePath(new byte[0], "/api/".length());
        assertEquals("GET /v1/x?y HTTP/1.1|Host: x||", written(head, BodyLength.NONE));
    }

    @Test
    void hopByHopFieldsAndThoseThatConnectionNamesStayBehind() {
        RequestHead head = get(
                "Connection: close, x-named ,Host,TE",
                "X-Named: 1",
                "Keep-Alive: 5",
                "Kept: 1",
                "TE: trailers",
                "Proxy-Connection: keep-alive",
                "Connection: Upgrade, HTTP2-Settings, X-Forwarded-For, x-id, via, Authorization",
                "Upgrade: h2c",
                "HTTP2-Settings: x",
                "X-Forwarded-For: 1",
                "X-Id: 7",
                "Via: y",
                "Authorization: z");
        HopByHop.strip(head.fields(), FieldName.of("X-Id"), false);
        head.fields().append(Wire.bytes("X-Named: ours\r\n"));
        assertEquals(
                "GET / HTTP/1.1|Host: x|Kept: 1|X-Forwarded-For: 1|X-Id: 7|Via: y|X-Named: ours||",
                written(head, BodyLength.NONE));
    }

    @Test
    void upgradeIsPassedOnWhenAskedTo() {
        RequestHead head =
                request("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, x\r\nUpgrade: websocket\r\nX: y\r\n\r\n");
        HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, true);
        assertEquals(
                "GET / HTTP/1.1|Host: x|Upgrade: websocket|Connection: upgrade||",
                text(writer.request(head, BodyLength.NONE, HeadWriter.UPGRADE, UnpooledByteBufAllocator.DEFAULT)));
    }

    @Test
    void everySpellingOfAFieldCanBeRemoved() {
        FieldSection fields = get(
                        "X_Forwarded-For: 1", "x_forwarded_for: 2", "X-FORWARDED-FOR: 3", "X-Forwarded-Fort: 4")
                .fields();
        fields.removeAllSpellings(FieldName.X_FORWARDED_FOR);
        assertEquals("Host: x\nX-Forwarded-Fort: 4\n", Wire.fields(fields));
    }

    @Test
    void responseGoesOutWithFramingThatFitsTheClient() {
        assertResponse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Method.GET, 1, "200 OK|Content-Length: 5||");
        assertResponse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", Method.HEAD, 1, "200 OK|Content-Length: 5||");
        assertResponse("HTTP/1.1 200 OK\r\n\r\n", Method.HEAD, 1, "200 OK||");
        assertResponse("HTTP/1.0 200 OK\r\n\r\n", Method.GET, 1, "200 OK|Transfer-Encoding: chunked||");
        assertResponse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Method.GET, 0, "200 OK||");
        assertResponse("HTTP/1.1 204 \r\nContent-Length: 0\r\n\r\n", Method.GET, 1, "204 ||");
        assertResponse("HTTP/1.1 304 N M\r\nContent-Length: 7\r\n\r\n", Method.GET, 1, "304 N M|Content-Length: 7||");
    }

    private void assertResponse(String arrived, Method method, int clientMinorVersion, String expected) {
        ResponseHead head = response(arrived, method);
        HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, false);
        ResponseFraming framing = ResponseFraming.of(head, clientMinorVersion);
        assertEquals(
                "HTTP/1.1 " + expected, text(writer.response(head, framing, null, UnpooledByteBufAllocator.DEFAULT)));
        assertEquals(
                "HTTP/1.1 " + expected.substring(0, expected.length() - 1) + "Connection: close||",
                text(writer.response(head, framing, HeadWriter.CLOSE, UnpooledByteBufAllocator.DEFAULT)));
    }
}
