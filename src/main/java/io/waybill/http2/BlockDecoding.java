package io.waybill.http2;

import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.waybill.http.HeadLimits;
import io.waybill.stats.ProtocolEvent;

/** What decoders of blocks have in common: the limits that they tell the peer, and what becomes of a flood. Immutable. */
record BlockDecoding(HeadLimits limits, int headerTable) {

    void announce(Http2Settings settings) {
        settings.maxHeaderListSize(limits.headBytes());
        settings.headerTableSize(headerTable);
    }

    /** What to throw in place of what came out of Netty's decoder. */
    static Http2Exception judged(Http2Exception thrown) {
        return thrown.getCause() instanceof HeadFlood ? new Flood(ProtocolEvent.FLOOD_HEADERS) : thrown;
    }
}
