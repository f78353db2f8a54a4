package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.Method;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.testkit.Http2Blocks;
import java.nio.charset.StandardCharsets;

/** Decodes blocks as a connection does, and tells as text what came of them. */
final class Blocks {

    static final HeadLimits LIMITS = new HeadLimits(16_384, 100, 8_192, 4_096, 32, 1_024);

    private final HeadPool pool = new HeadPool();
    private final RequestBlocks requests = new RequestBlocks(pool, LIMITS, 4_096);
    private final ResponseBlocks responses = new ResponseBlocks(pool, LIMITS, 4_096);

    RequestHead request(boolean ended, String... lines) {
        return requests.takeRequest(decode(Http2Blocks.literal(lines)), ended);
    }

    RequestHead request(byte[] block, boolean ended) {
        return requests.takeRequest(decode(block), ended);
    }

    RequestHead requestTrailers(String... lines) {
        return requests.takeTrailers(decode(Http2Blocks.literal(lines)));
    }

    ResponseHead response(Method method, boolean ended, String... lines) {
        return responses.takeResponse(decodeResponse(Http2Blocks.literal(lines)), method, ended);
    }

    ResponseHead response(byte[] block) {
        return responses.takeResponse(decodeResponse(block), Method.GET, false);
    }

    ResponseHead responseTrailers(byte[] block) {
        return responses.takeTrailers(decodeResponse(block));
    }

    Http2Headers decode(byte[] block) {
        ByteBuf in = Unpooled.wrappedBuffer(block);
        try {
            return requests.decodeHeaders(1, in);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    void decodeBadly(byte[] block) throws Http2Exception {
        requests.decodeHeaders(1, Unpooled.wrappedBuffer(block));
    }

    private Http2Headers decodeResponse(byte[] block) {
        try {
            return responses.decodeHeaders(1, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    static String text(RequestHead head) {
        if (head.refusal() != null) {
            return "refused: " + head.refusal();
        }
        return head.method() + " " + head.text(head.methodStart(), head.methodEnd()) + " "
                + head.text(head.targetStart(), head.targetEnd()) + " at "
                + head.text(head.authorityStart(), head.authorityEnd()) + " length=" + head.bodyLength()
                + (head.upgrades() ? " upgrades" : "")
                + (head.acceptsTrailers() ? " trailers" : "")
                + (head.expectsContinue() ? " expects" : "") + "\n" + lines(head.fields());
    }

    static String text(ResponseHead head) {
        if (head.refusal() != null) {
            return "refused: " + head.refusal();
        }
        String reason = new String(
                head.bytes(), head.reasonStart(), head.reasonEnd() - head.reasonStart(), StandardCharsets.US_ASCII);
        return head.status() + " " + reason + " length=" + head.bodyLength() + " announced=" + head.announcedLength()
                + "\n" + lines(head.fields());
    }

    static String lines(FieldSection fields) {
        ByteBuf out = Unpooled.buffer();
        fields.writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }
}
