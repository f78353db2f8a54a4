package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Feeds bytes to parsers and decoders in pieces, and tells as text what came of them. */
final class Wire {

    static final HeadLimits LIMITS = new HeadLimits(16_384, 100, 8_192, 4_096, 32, 1_024);

    private static final int WHOLE = Integer.MAX_VALUE;

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static RequestHead requestHead() {
        return new HeadPool().takeRequest();
    }

    static ResponseHead responseHead() {
        return new HeadPool().takeResponse();
    }

    /** Says where pieces end. */
    interface Cut {
        /** The end of the piece that begins at {@code from}. */
        int next(int from);
    }

    static Cut whole() {
        return from -> WHOLE;
    }

    static Cut at(int position) {
        return from -> from < position ? position : WHOLE;
    }

    static Cut every(int length) {
        return from -> from + length;
    }

    static Cut random(Random random, int most) {
        return from -> from + 1 + random.nextInt(most);
    }

    static String request(byte[] bytes, Cut cut) {
        return request(bytes, cut, LIMITS);
    }

    /** Everything that can be known of a request: its refusal, or its head, body and what is left. */
    static String request(byte[] bytes, Cut cut, HeadLimits limits) {
        RequestHead head = requestHead();
        Feed feed = new Feed(bytes, cut);
        ParseResult result = feed.head(in -> new RequestParser(limits).parse(in, head));
        if (result != ParseResult.COMPLETE) {
            return result + " " + head.refusal();
        }
        String text = head.method() + " " + head.text(head.methodStart(), head.methodEnd()) + " "
                + head.text(head.targetStart(), head.pathEnd()) + " " + head.text(head.pathEnd(), head.targetEnd())
                + " at " + head.text(head.authorityStart(), head.authorityEnd()) + " "
                + head.version().number()
                + " length=" + head.bodyLength() + " keeps=" + head.keepsAlive() + " expects=" + head.expectsContinue()
                + " upgrades=" + head.upgrades() + "\n" + fields(head.fields());
        return text + feed.body(head.bodyLength(), false, limits);
    }

    static String response(byte[] bytes, Cut cut, Method method) {
        ResponseHead head = responseHead();
        Feed feed = new Feed(bytes, cut);
        ParseResult result = feed.head(in -> new ResponseParser(LIMITS).parse(in, head, method));
        if (result != ParseResult.COMPLETE) {
            return result + " " + head.refusal();
        }
        String reason = new String(
                head.bytes(), head.reasonStart(), head.reasonEnd() - head.reasonStart(), StandardCharsets.ISO_8859_1);
        String text = head.status() + " " + reason + " " + head.version().number() + " length=" + head.bodyLength()
                + " announced=" + head.announcedLength() + " close=" + head.endsByClose() + " keeps="
                + head.keepsAlive() + "\n" + fields(head.fields());
        return text + feed.body(head.bodyLength(), head.endsByClose(), LIMITS);
    }

    static String fields(FieldSection fields) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < fields.count(); line++) {
            if (!fields.isRemoved(line)) {
                text.append(text(fields, fields.nameStart(line), fields.nameEnd(line)))
                        .append(": ")
                        .append(text(fields, fields.valueStart(line), fields.valueEnd(line)))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String text(FieldSection fields, int start, int end) {
        return new String(fields.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private interface Parse {
        ParseResult parse(ByteBuf in);
    }

    /** Bytes that arrive in pieces; what a reader leaves of one piece comes again with the next. */
    private static final class Feed {

        private final byte[] bytes;
        private final Cut cut;
        private int position;
        private int arrived;

        Feed(byte[] bytes, Cut cut) {
            this.bytes = bytes;
            this.cut = cut;
        }

        ParseResult head(Parse parse) {
            ParseResult result = ParseResult.INCOMPLETE;
            while (result == ParseResult.INCOMPLETE && arrived < bytes.length) {
                ByteBuf in = arrive();
                result = parse.parse(in);
                position = arrived - in.readableBytes();
                in.release();
            }
            return result;
        }

        String body(long length, boolean endsByClose, HeadLimits limits) {
            BodyDecoder decoder = new BodyDecoder(limits);
            decoder.start(length, endsByClose);
            StringBuilder body = new StringBuilder("body: ");
            while (true) {
                ByteBuf in = Unpooled.copiedBuffer(bytes, position, arrived - position);
                for (ByteBuf piece = decoder.next(in); piece != null; piece = decoder.next(in)) {
                    body.append(piece.toString(StandardCharsets.ISO_8859_1));
                    piece.release();
                }
                position = arrived - in.readableBytes();
                in.release();
                if (decoder.isFinished() || decoder.refusal() != null || arrived == bytes.length) {
                    break;
                }
                arrived = (int) Math.min(bytes.length, (long) cut.next(arrived));
            }
            return body + end(decoder);
        }

        private String end(BodyDecoder decoder) {
            Refusal refusal = decoder.refusal();
            if (refusal != null) {
                return "\nREFUSED " + refusal;
            }
            @Nullable FieldSection trailers = decoder.trailers();
            return "\nfinished=" + decoder.isFinished() + " trailers="
                    + (trailers == null || !decoder.isFinished() ? "" : fields(trailers)) + " left="
                    + new String(bytes, position, bytes.length - position, StandardCharsets.ISO_8859_1);
        }

        private ByteBuf arrive() {
            arrived = (int) Math.min(bytes.length, (long) cut.next(arrived));
            return Unpooled.copiedBuffer(bytes, position, arrived - position);
        }
    }
}
