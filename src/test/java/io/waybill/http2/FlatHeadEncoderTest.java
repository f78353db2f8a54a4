package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import io.waybill.http.FieldSection;
import io.waybill.http.Method;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.testkit.Http2Blocks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FlatHeadEncoderTest {

    private static final int HEADS = 5_000;

    private final Blocks blocks = new Blocks();
    private final FlatHeadEncoder encoder = new FlatHeadEncoder();

    @Test
    void aRequestIsWrittenPseudoFieldsFirst() throws Http2Exception {
        RequestHead head =
                blocks.request(true, ":path: /a?b", ":method: GET", ":scheme: http", ":authority: x", "c: d");
        append(head.fields(), "X-Of-Ours: 1\r\nVia: 2 w\r\n");
        assertEquals(
                List.of(
                        ":method: GET",
                        ":scheme: https",
                        ":authority: x",
                        ":path: /a?b",
                        "c: d",
                        "x-of-ours: 1",
                        "via: 2 w"),
                decoded(FlatHeaders.request(head, true)));
    }

    @Test
    void theHostThatARouteSetsBecomesTheAuthority() throws Http2Exception {
        RequestHead head = blocks.request(true, ":method: PUT", ":path: /", ":scheme: http", ":authority: x", "c: d");
        head.fields().removeLine(0);
        append(head.fields(), "X-Of-Ours: 1\r\nHost: other:81\r\n");
        head.rewritePath("/new".getBytes(StandardCharsets.US_ASCII), 0);
        assertEquals(
                List.of(
                        ":method: PUT",
                        ":scheme: http",
                        ":authority: other:81",
                        ":path: /new/",
                        "c: d",
                        "x-of-ours: 1"),
                decoded(FlatHeaders.request(head, false)));
    }

    @Test
    void lengthAndTrailersAreSaidAnew() throws Http2Exception {
        RequestHead head = blocks.request(
                false, ":method: POST", ":path: /", ":scheme: http", ":authority: x", "content-length: 1234567890123");
        head.acceptsTrailers(true);
        assertEquals(
                List.of(
                        ":method: POST",
                        ":scheme: http",
                        ":authority: x",
                        ":path: /",
                        "content-length: 1234567890123",
                        "te: trailers"),
                decoded(FlatHeaders.request(head, false)));
    }

    @Test
    void anUpgradeIsWrittenAsAnExtendedConnect() throws Http2Exception {
        RequestHead head = blocks.request(
                false,
                ":method: CONNECT",
                ":protocol: websocket",
                ":scheme: https",
                ":authority: x",
                ":path: /chat",
                "sec-websocket-key: a",
                "sec-websocket-version: 13");
        assertEquals(
                List.of(
                        ":method: CONNECT",
                        ":protocol: websocket",
                        ":scheme: http",
                        ":authority: x",
                        ":path: /chat",
                        "sec-websocket-version: 13"),
                decoded(FlatHeaders.request(head, false)));
    }

    @Test
    void aSwitchOfProtocolsIsWrittenAsSuccess() throws Http2Exception {
        ResponseHead head = blocks.response(Method.GET, false, ":status: 200", "sec-websocket-accept: a", "b: c");
        head.status(101);
        head.bodyLength(-2);
        append(head.fields(), "Upgrade: websocket\r\nConnection: upgrade\r\n");
        FlatHeaders flat = FlatHeaders.response(head);
        assertEquals("200", String.valueOf(flat.status()));
        assertEquals(List.of(":status: 200", "b: c"), decoded(flat));
    }

    @Test
    void everyStatusIsWritten() throws Http2Exception {
        for (int status = 102; status < 600; status++) {
            ResponseHead head = blocks.response(Method.HEAD, true, ":status: 200");
            head.status(status);
            assertEquals(List.of(":status: " + status), decoded(FlatHeaders.response(head)));
        }
    }

    @Test
    void theLengthOfAResponseThatHasNoBodyIsStillTold() throws Http2Exception {
        assertEquals(
                List.of(":status: 200", "content-length: 70"),
                decoded(FlatHeaders.response(
                        blocks.response(Method.HEAD, true, ":status: 200", "content-length: 70"))));
        assertEquals(
                List.of(":status: 200", "content-length: 0"),
                decoded(FlatHeaders.response(blocks.response(Method.GET, true, ":status: 200"))));
    }

    @Test
    void trailersAreCopied() throws Http2Exception {
        ResponseHead trailers = blocks.responseTrailers(Http2Blocks.literal("grpc-status: 0", "x: y"));
        FlatHeaders flat = FlatHeaders.trailers(trailers.fields());
        trailers.reset();
        assertEquals(List.of("grpc-status: 0", "x: y"), decoded(flat));
    }

    @Test
    void secretsAreNeverToBeIndexedByAnyone() {
        for (String line : List.of("authorization: a", "cookie: a", "set-cookie: a", "proxy-authorization: a")) {
            byte[] block = encoded(FlatHeaders.trailers(
                    blocks.response(Method.GET, false, ":status: 200", line).fields()));
            assertEquals(0x10, block[0] & 0xf0, line);
        }
    }

    @Test
    void aPeerThatMakesItsTableSmallerIsToldSoByWhicheverHeadItReadsNext() {
        encoder.maxHeaderTableSize(8_192);
        assertEquals("88", ByteBufUtil.hexDump(encoded(ok())));
        encoder.maxHeaderTableSize(100);
        encoder.maxHeaderTableSize(4_096);
        assertEquals("2088", ByteBufUtil.hexDump(encoded(ok())));
        encoder.maxHeaderTableSize(0);
        assertEquals("2088", ByteBufUtil.hexDump(encoded(ok())));
    }

    private FlatHeaders ok() {
        return FlatHeaders.response(blocks.response(Method.HEAD, true, ":status: 200"));
    }

    @Test
    void nettyReadsBackWhatIsWrittenWhateverItIs() throws Http2Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Http2Blocks client = new Http2Blocks();
        for (int i = 0; i < HEADS; i++) {
            List<String> lines = new ArrayList<>(List.of(
                    ":method: " + pick(random, "GET", "POST", "PUT", "M-SEARCH", "OPTIONS"),
                    ":scheme: http",
                    ":authority: " + pick(random, "x", "a.example:8443", "[::1]:80"),
                    ":path: " + pick(random, "/", "/index.html", "/a/b?c=d", "/" + "e".repeat(random.nextInt(400)))));
            GeneratedFields.add(lines, random);
            RequestHead head = blocks.request(client.encode(lines.toArray(String[]::new)), true);
            assertEquals(null, head.refusal(), () -> "seed " + seed + ": " + lines);
            List<String> expected = new ArrayList<>(lines);
            GeneratedFields.appendTo(head.fields(), expected, random);
            assertEquals(expected, decoded(FlatHeaders.request(head, false)), () -> "seed " + seed);
        }
    }

    @Test
    void nettyReadsBackResponsesAndTrailers() throws Http2Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Http2Blocks server = new Http2Blocks();
        for (int i = 0; i < HEADS; i++) {
            List<String> fields = new ArrayList<>();
            GeneratedFields.add(fields, random);
            List<String> lines = new ArrayList<>(fields);
            lines.add(0, ":status: " + (200 + random.nextInt(400)));
            ResponseHead head = blocks.response(server.encode(lines.toArray(String[]::new)));
            head.bodyLength(-1);
            GeneratedFields.appendTo(head.fields(), lines, random);
            assertEquals(lines, decoded(FlatHeaders.response(head)), () -> "seed " + seed);
            head.fields().reset();
        }
    }

    private static String pick(Random random, String... among) {
        return among[random.nextInt(among.length)];
    }

    private static void append(FieldSection fields, String lines) {
        fields.append(lines.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] encoded(FlatHeaders headers) {
        ByteBuf out = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, out);
        return ByteBufUtil.getBytes(out);
    }

    private List<String> decoded(FlatHeaders headers) throws Http2Exception {
        byte[] block = encoded(headers);
        assertFalse(indexes(block), "the block puts something into the table of its reader");
        assertTrue(block.length > 0);
        return new Http2Blocks().decode(block);
    }

    /** Whether the first representation asks to be put into the dynamic table. */
    private static boolean indexes(byte[] block) {
        return (block[0] & 0xc0) == 0x40;
    }
}
