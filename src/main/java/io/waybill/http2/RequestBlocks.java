package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.waybill.http.ConnectionRules;
import io.waybill.http.FieldName;
import io.waybill.http.FramingRules;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.HostRules;
import io.waybill.http.HttpVersion;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.TrailerRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads and trailers that a client sends on an HTTP/2 connection (RFC 9113, section 8) into flat heads. Netty
 * decodes HPACK and hands each field over; what it decoded is to be taken at once, in the call that brings it. All limits
 * and checks are here, so that a client is told what is wrong: Netty's own are to be off. Belongs to a connection.
 * Confined to one event loop.
 */
public final class RequestBlocks extends DefaultHttp2HeadersDecoder {

    private final HeadPool heads;
    private final BlockDecoding decoding;
    private final FieldIntake intake;
    private final RequestStart start;
    private @Nullable RequestHead head;

    /**
     * @param heads where heads come from; the caller gives them back there
     * @param headerTable bytes that the client may use to compress its heads
     */
    public RequestBlocks(HeadPool heads, HeadLimits limits, int headerTable) {
        super(false, Http2CodecUtil.MAX_HEADER_LIST_SIZE);
        this.heads = heads;
        this.decoding = new BlockDecoding(limits, headerTable);
        this.start = new RequestStart(limits.requestLineBytes());
        this.intake = new FieldIntake(limits, this::open);
    }

    /** Enters what the client has to know of this side's limits into the first SETTINGS frame. */
    public void announce(Http2Settings settings) {
        decoding.announce(settings);
    }

    /**
     * The head of a request.
     *
     * @param decoded as Netty handed it to the frame listener
     * @param endOfStream whether there is no body
     * @return for the caller to give back to the pool; its {@link RequestHead#refusal} says what is wrong with it
     */
    public RequestHead takeRequest(Http2Headers decoded, boolean endOfStream) {
        RequestHead taken = take();
        Refusal refusal = intake.finishHead();
        if (refusal == null) {
            refusal = check(taken, endOfStream);
        }
        if (refusal != null) {
            taken.refuse(refusal);
        }
        taken.fields().complete();
        head = null;
        return taken;
    }

    private @Nullable Refusal check(RequestHead taken, boolean endOfStream) {
        Refusal refusal = start.refusal();
        if (refusal == null) {
            refusal = start.compareHost(taken.fields());
        }
        if (refusal == null) {
            refusal = HostRules.apply(taken);
        }
        if (refusal == null && start.isExtendedConnect()) {
            return taken.fields().has(FieldName.CONTENT_LENGTH) ? Refusal.CONTENT_LENGTH : start.upgrade(taken);
        }
        if (refusal == null) {
            refusal = FramingRules.applyOnStream(taken, endOfStream);
        }
        taken.acceptsTrailers(taken.fields().has(FieldName.TE));
        return refusal == null ? ConnectionRules.applyOnStream(taken, false) : refusal;
    }

    /**
     * The trailers of a request, as the fields of a head that has nothing else.
     *
     * @return for the caller to give back to the pool; its {@link RequestHead#refusal} says what is wrong with them
     */
    public RequestHead takeTrailers(Http2Headers decoded) {
        RequestHead taken = take();
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

    private RequestHead take() {
        if (head == null) {
            throw new IllegalStateException("there is nothing that was not taken");
        }
        return head;
    }

    private void open() {
        start.write(intake.pseudo(), take());
    }

    @Override
    protected Http2Headers newHeaders() {
        RequestHead empty = head;
        if (empty == null) {
            empty = heads.takeRequest();
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
