package io.waybill.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldName;
import io.waybill.http.HopByHop;
import io.waybill.http.Method;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NettyOracleTest {

    private static final int MESSAGES = 60_000;
    private static final int SEED = 20_261;

    @Test
    void whatNettyRefusesInRequestsIsRefused() {
        Random random = new Random(SEED);
        GeneratedMessages messages = new GeneratedMessages(random);
        int refusedByNetty = 0;
        int accepted = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = messages.request();
            boolean malformed = isMalformed(new EmbeddedChannel(new HttpRequestDecoder()), bytes);
            String ours = Wire.request(bytes, Wire.whole());
            assertEquals(ours, Wire.request(bytes, Wire.random(random, 40)), () -> text(bytes));
            if (malformed) {
                refusedByNetty++;
                assertTrue(ours.contains("REFUSED"), () -> "Netty refuses: " + text(bytes) + "\nbut: " + ours);
            }
            accepted += ours.contains("REFUSED") ? 0 : 1;
        }
        assertTrue(refusedByNetty > MESSAGES / 20, "refused by Netty: " + refusedByNetty);
        assertTrue(accepted > MESSAGES / 20, "accepted: " + accepted);
    }

    @Test
    void whatNettyRefusesInResponsesIsRefused() {
        Random random = new Random(SEED);
        GeneratedMessages messages = new GeneratedMessages(random);
        int refusedByNetty = 0;
        int accepted = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = messages.response();
            boolean malformed = isMalformed(new EmbeddedChannel(new HttpResponseDecoder()), bytes);
            String ours = Wire.response(bytes, Wire.whole(), Method.GET);
            assertEquals(ours, Wire.response(bytes, Wire.random(random, 40), Method.GET), () -> text(bytes));
            if (malformed) {
                refusedByNetty++;
                assertTrue(ours.contains("REFUSED"), () -> "Netty refuses: " + text(bytes) + "\nbut: " + ours);
            }
            accepted += ours.contains("REFUSED") ? 0 : 1;
        }
        assertTrue(refusedByNetty > MESSAGES / 20, "refused by Netty: " + refusedByNetty);
        assertTrue(accepted > MESSAGES / 20, "accepted: " + accepted);
    }

    @Test
    void writtenRequestHasTheFieldsThatWereRead() {
        GeneratedMessages messages = new GeneratedMessages(new Random(SEED + 1));
        HeadWriter writer = new HeadWriter();
        int written = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] bytes = messages.request();
            RequestHead head = Wire.requestHead();
            if (new RequestParser(Wire.LIMITS).parse(Unpooled.wrappedBuffer(bytes), head) == ParseResult.COMPLETE) {
                written++;
                HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, false);
                ByteBuf out = writer.request(head, BodyLength.NONE, UnpooledByteBufAllocator.DEFAULT);
                EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder());
                netty.writeInbound(out);
                HttpRequest request = netty.readInbound();
                assertTrue(request.decoderResult().isSuccess(), () -> text(bytes) + request.decoderResult());
                assertEquals(head.text(head.targetStart(), head.targetEnd()), request.uri());
                assertEquals(Wire.fields(head.fields()), fields(request));
                close(netty);
            }
        }
        assertTrue(written > MESSAGES / 20, "written: " + written);
    }

    @Test
    void writtenResponseHasTheFieldsThatWereRead() {
        GeneratedMessages messages = new GeneratedMessages(new Random(SEED + 2));
        HeadWriter writer = new HeadWriter();
        int written = 0;
        for (int i = 0; i < MESSAGES; i++) {
            ResponseHead head = Wire.responseHead();
            ByteBuf in = Unpooled.wrappedBuffer(messages.response());
            if (new ResponseParser(Wire.LIMITS).parse(in, head, Method.GET) == ParseResult.COMPLETE) {
                written++;
                HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, false);
                ByteBuf out = writer.response(head, ResponseFraming.NONE, null, UnpooledByteBufAllocator.DEFAULT);
                EmbeddedChannel netty = new EmbeddedChannel(new HttpResponseDecoder());
                netty.writeInbound(out);
                HttpResponse response = netty.readInbound();
                assertTrue(response.decoderResult().isSuccess(), () -> response.toString());
                assertEquals(head.status(), response.status().code());
                assertEquals(Wire.fields(head.fields()), fields(response));
                close(netty);
            }
        }
        assertTrue(written > MESSAGES / 20, "written: " + written);
    }

    private static boolean isMalformed(EmbeddedChannel netty, byte[] bytes) {
        netty.writeInbound(Unpooled.wrappedBuffer(bytes));
        boolean malformed = false;
        boolean ended = false;
        // what follows the first message is another one
        while (!malformed && !ended) {
            Object message = netty.readInbound();
            if (message == null) {
                break;
            }
            if (message instanceof HttpObject object && object.decoderResult().isFailure()) {
                Throwable cause = object.decoderResult().cause();
                ended = cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
                malformed = !ended;
            }
            ended |= message instanceof LastHttpContent;
            ReferenceCountUtil.release(message);
        }
        close(netty);
        return malformed;
    }

    private static void close(EmbeddedChannel netty) {
        netty.finishAndReleaseAll();
    }

    private static String fields(HttpMessage message) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> field : message.headers()) {
            text.append(field.getKey()).append(": ").append(field.getValue()).append('\n');
        }
        return text.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n\n");
    }
}
