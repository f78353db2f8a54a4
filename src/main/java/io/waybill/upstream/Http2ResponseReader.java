package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.waybill.exchange.Failure;
import io.waybill.exchange.ResponseEvents;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldName;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.http.WebSocketHandshake;
import org.jspecify.annotations.Nullable;

/** Reads the response on one {@link Http2UpstreamStream} and tells the attempt that waits for it. Confined to one event loop. */
final class Http2ResponseReader {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int REDIRECTS = 300;

    private final Http2UpstreamStream stream;
    private final Http2Streams streams;

    private Method method = Method.OTHER;
    private @Nullable String protocol;
    private @Nullable String webSocketKey;
    private boolean headSeen;
    private boolean reading = true;
    private int unread;
    private int informational;

    /** What is missing of the body, or as {@link BodyLength} says. */
    private long remaining = BodyLength.UNKNOWN;

    Http2ResponseReader(Http2UpstreamStream stream, Http2Streams streams) {
        this.stream = stream;
        this.streams = streams;
    }

    /** The request goes out. */
    void start(RequestHead request) {
        method = request.method();
        if (request.upgrades()) {
            protocol = request.fields().text(FieldName.UPGRADE);
            webSocketKey = WebSocketHandshake.key(request);
        }
    }

    /** Whether the final head has come. */
    boolean hasHead() {
        return headSeen;
    }

    /**
     * Stops or resumes: what comes while it is stopped is told all the same, but leaves the server so much less to send.
     *
     * @return bytes that the server may send again
     */
    int setReading(boolean newReading) {
        reading = newReading;
        int bytes = reading ? unread : 0;
        unread -= bytes;
        return bytes;
    }

    void onHeaders(Http2Headers headers, boolean last) {
        ResponseEvents told = stream.events();
        if (told == null) {
            return;
        }
        streams.touched(stream);
        ResponseHead head = headSeen
                ? streams.blocks().takeTrailers(headers)
                : streams.blocks().takeResponse(headers, method, last);
        try {
            if (headSeen) {
                onTrailers(head);
            } else if (isWanted(told, head, last)) {
                onHead(told, head, last);
            }
        } finally {
            streams.give(head);
        }
    }

    /** Whether this is the final head; an informational one is passed on, a wrong one refused. */
    private boolean isWanted(ResponseEvents told, ResponseHead head, boolean last) {
        Refusal refusal = head.refusal();
        if (refusal == null && head.status() == SWITCHING_PROTOCOLS) {
            refusal = Refusal.UNEXPECTED_SWITCH;
        } else if (refusal == null && head.isInformational()) {
            if (last) {
                refusal = Refusal.PSEUDO_FIELD;
            } else if (++informational > streams.mostInformational()) {
                refusal = Refusal.TOO_MANY_INFORMATIONAL;
            } else {
                told.onInformational(head);
                return false;
            }
        }
        if (refusal != null) {
            stream.refuse(Failure.BAD_RESPONSE, refusal);
        }
        return refusal == null;
    }

    private void onHead(ResponseEvents told, ResponseHead head, boolean last) {
        remaining = head.bodyLength();
        if (last && remaining > 0) {
            stream.refuse(Failure.RESPONSE_CUT, Refusal.BODY_LENGTH);
            return;
        }
        headSeen = true;
        if (stream.asksForTunnel() && !last && head.status() < REDIRECTS) {
            // An extended CONNECT that is granted is told like the 101 of HTTP/1.1 (RFC 8441, section 5).
            remaining = BodyLength.UNKNOWN;
            TunnelHead.of(head, protocol, webSocketKey);
            stream.startTunnel();
        }
        told.onResponseHead(head);
        if (last) {
            stream.complete(null);
        }
    }

    private void onTrailers(ResponseHead trailers) {
        Refusal refusal = trailers.refusal();
        if (refusal != null || remaining > 0) {
            stream.refuse(Failure.RESPONSE_CUT, refusal == null ? Refusal.BODY_LENGTH : refusal);
        } else {
            stream.complete(trailers.fields().count() == 0 ? null : trailers.fields());
        }
    }

    /**
     * A part of the body.
     *
     * @param data stays the caller's
     * @return how many bytes the server may send again
     */
    int onData(ByteBuf data, int padding, boolean last) {
        int length = data.readableBytes();
        ResponseEvents told = stream.events();
        if (told == null) {
            return length + padding;
        }
        streams.touched(stream);
        Refusal refusal = refusalOf(length, last);
        if (refusal != null) {
            stream.refuse(headSeen ? Failure.RESPONSE_CUT : Failure.BAD_RESPONSE, refusal);
            return length + padding;
        }
        if (length > 0) {
            told.onResponseData(data.retain());
        }
        if (last) {
            stream.complete(null);
        }
        if (reading || stream.isOver()) {
            return length + padding;
        }
        unread += length;
        return padding;
    }

    /** Counts a part of the body; what is wrong with it, or null. */
    private @Nullable Refusal refusalOf(int length, boolean last) {
        if (!headSeen) {
            return Refusal.PSEUDO_FIELD;
        }
        if (remaining == BodyLength.UNKNOWN) {
            return null;
        }
        remaining = Math.max(0, remaining) - length;
        return remaining < 0 || (last && remaining > 0) ? Refusal.BODY_LENGTH : null;
    }
}
