package io.waybill.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.waybill.stats.ProtocolEvent;

/** A peer does too much of what is cheap for it: the connection is closed. */
final class Flood extends Http2Exception {

    private static final long serialVersionUID = 1;

    private final ProtocolEvent event;

    Flood(ProtocolEvent event) {
        super(Http2Error.ENHANCE_YOUR_CALM, event.word(), ShutdownHint.HARD_SHUTDOWN);
        this.event = event;
    }

    ProtocolEvent event() {
        return event;
    }
}
