package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.FramingRules;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.HttpVersion;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.ResponseHead;
import io.waybill.http.TrailerRules;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads and trailers that a server sends on an HTTP/2 connection (RFC 9113, section 8) into flat heads, as
 * {@link RequestBlocks} does those of a client. Belongs to a connection. Confined to one event loop.
 */
public final class ResponseBlocks extends DefaultHttp2HeadersDecoder {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int DIGITS = 3;

    private final HeadPool heads;
    private final BlockDecoding decoding;
    private final FieldIntake intake;
    private @Nullable ResponseHead head;

    /**
     * @param heads where heads come from; the caller gives them back there
     * @param headerTable bytes that the server may use to compress its heads
     */
    public ResponseBlocks(HeadPool heads, HeadLimits limits, int headerTable) {
        super(false, Http2CodecUtil.MAX_HEADER_LIST_SIZE);
        this.heads = heads;
        this.decoding = new BlockDecoding(limits, headerTable);
        this.intake = new FieldIntake(limits, this::open);
    }

    /** Enters what the server has to know of this side's limits into the first SETTINGS frame. */
    public void announce(Http2Settings settings) {
        decoding.announce(settings);
    }

    /**
     * The head of a response, also of an informational one.
     *
     * @param decoded as Netty handed it to the frame listener
     * @param method of the request
     * @param endOfStream whether there is no body
     * @return for the caller to give back to the pool; its {@link ResponseHead#refusal} says what is wrong with it
     */
    public ResponseHead takeResponse(Http2Headers decoded, Method method, boolean endOfStream) {
        ResponseHead taken = take();
        Refusal refusal = intake.finishHead();
        if (refusal == null && (taken.status() == 0 || intake.pseudo().hasOfRequest())) {
            refusal = Refusal.PSEUDO_FIELD;
        }
        if (refusal == null && taken.status() == SWITCHING_PROTOCOLS) {
            refusal = Refusal.UNEXPECTED_SWITCH;
        }
        if (refusal == null && taken.fields().has(FieldName.TE)) {
            refusal = Refusal.CONNECTION_SPECIFIC;
        }
        if (refusal == null) {
            refusal = FramingRules.applyOnStream(taken, method, endOfStream);
        }
        if (refusal != null) {
            taken.refuse(refusal);
        }
        taken.fields().complete();
        head = null;
        return taken;
    }

    /**
     * The trailers of a response, as the fields of a head that has nothing else.
     *
     * @return for the caller to give back to the pool; its {@link ResponseHead#refusal} says what is wrong with them
     */
    public ResponseHead takeTrailers(Http2Headers decoded) {
        ResponseHead taken = take();
        Refusal refusal = intake.finishTrailers();
        if (refusal == null) {
            refusal = TrailerRules.apply(taken.fields());
        }
        if (refusal != null) {
            taken.refuse(refusal);
        }
        head = null;
        return taken;
    }

    private ResponseHead take() {
        if (head == null) {
            throw new IllegalStateException("there is nothing that was not taken");
        }
        return head;
    }

    /** Enters the status, and for clients of HTTP/1.1 the phrase that usually stands beside it. */
    private void open() {
        ResponseHead opened = take();
        FieldSection fields = opened.fields();
        AsciiString status = intake.pseudo().get(PseudoHeaderName.STATUS);
        if (status != null && status.length() == DIGITS) {
            int number = ResponseHead.statusAt(status.array(), status.arrayOffset());
            if (number > 0) {
                opened.status(number);
                byte[] reason =
                        HttpResponseStatus.valueOf(number).reasonPhrase().getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(reason, 0, fields.room(reason.length), 0, reason.length);
                opened.reason(0, reason.length);
                fields.filled(reason.length);
            }
        }
        fields.begin(fields.filled());
    }

    @Override
    protected Http2Headers newHeaders() {
        ResponseHead empty = head;
        if (empty == null) {
            empty = heads.takeResponse();
            head = empty;
        } else {
            empty.reset();
        }
        empty.version(HttpVersion.HTTP_2);
        intake.begin(empty.fields());
        return intake;
    }

    @Override
    public Http2Headers decodeHeaders(int streamId, ByteBuf headerBlock) throws Http2Exception {
        try {
            return super.decodeHeaders(streamId, headerBlock);
        } catch (Http2Exception e) {
            throw BlockDecoding.judged(e);
        }
    }

    /** Is called when the peer knows the limit; it is ours to keep, not Netty's. */
    @Override
    public void maxHeaderListSize(long max, long goAwayMax) {}

    /** For Netty, which lets a block on the wire grow up to this. */
    @Override
    public long maxHeaderListSizeGoAway() {
        return intake.floodBytes();
    }
}
