package io.waybill.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.RequestHead;

/**
 * Reads the heads and trailers that a client sends on an HTTP/2 connection (RFC 9113, section 8) into flat heads. Netty
 * decodes HPACK and hands each field over; what it decoded is to be taken at once, in the call that brings it. Belongs to
 * a connection. Confined to one event loop.
 */
public final class RequestBlocks extends DefaultHttp2HeadersDecoder {

    /**
     * @param heads where heads come from; the caller gives them back there
     * @param headerTable bytes that the client may use to compress its heads
     */
    public RequestBlocks(HeadPool heads, HeadLimits limits, int headerTable) {
        super(false, Integer.MAX_VALUE);
    }

    /** Enters what the client has to know of this side's limits into the first SETTINGS frame. */
    public void announce(Http2Settings settings) {
        throw new UnsupportedOperationException();
    }

    /**
     * The head of a request.
     *
     * @param decoded as Netty handed it to the frame listener
     * @param endOfStream whether there is no body
     * @return for the caller to give back to the pool; its {@link RequestHead#refusal} says what is wrong with it
     */
    public RequestHead takeRequest(Http2Headers decoded, boolean endOfStream) {
        throw new UnsupportedOperationException();
    }

    /**
     * The trailers of a request, as the fields of a head that has nothing else.
     *
     * @return for the caller to give back to the pool; its {@link RequestHead#refusal} says what is wrong with them
     */
    public RequestHead takeTrailers(Http2Headers decoded) {
        throw new UnsupportedOperationException();
    }
}
