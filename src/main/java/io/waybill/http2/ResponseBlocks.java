package io.waybill.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.Method;
import io.waybill.http.ResponseHead;

/**
 * Reads the heads and trailers that a server sends on an HTTP/2 connection (RFC 9113, section 8) into flat heads, as
 * {@link RequestBlocks} does those of a client. Belongs to a connection. Confined to one event loop.
 */
public final class ResponseBlocks extends DefaultHttp2HeadersDecoder {

    /**
     * @param heads where heads come from; the caller gives them back there
     * @param headerTable bytes that the server may use to compress its heads
     */
    public ResponseBlocks(HeadPool heads, HeadLimits limits, int headerTable) {
        super(false, Integer.MAX_VALUE);
    }

    /** Enters what the server has to know of this side's limits into the first SETTINGS frame. */
    public void announce(Http2Settings settings) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * The trailers of a response, as the fields of a head that has nothing else.
     *
     * @return for the caller to give back to the pool; its {@link ResponseHead#refusal} says what is wrong with them
     */
    public ResponseHead takeTrailers(Http2Headers decoded) {
        throw new UnsupportedOperationException();
    }
}
