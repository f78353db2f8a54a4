package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.waybill.exchange.RequestEvents;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends on one stream, from its head to its last frame. While the exchange takes nothing, the client gets
 * no window on this stream for what it has sent. Belongs to an {@link Http2ClientStream}. Confined to one event loop.
 */
final class Http2Request {

    /** A small part would keep the whole buffer that was read at once; a copy does not. */
    private static final int MOST_COPIED = 4096;

    /** What the client's bytes are, once the head has come. */
    private enum Sending {
        /** The body of the request. */
        BODY,
        /** Too early: the client has asked for another protocol, and has no answer. */
        EARLY,
        /** Bytes of the other protocol. */
        TUNNEL,
        /** Nothing more comes, or nothing more is wanted. */
        OVER
    }

    private final Http2ClientStream owner;
    private final Http2Output output;
    private final RequestHead head;

    private Sending sending = Sending.BODY;
    private @Nullable RequestHead trailers;
    private @Nullable ArrayDeque<ByteBuf> early;
    private long received;
    private int notConsumed;
    private boolean ended;
    private boolean readingWanted = true;

    /** @param head owned by the stream */
    Http2Request(Http2ClientStream owner, Http2Output output, RequestHead head, boolean ended) {
        this.owner = owner;
        this.output = output;
        this.head = head;
        this.ended = ended;
        if (ended || head.refusal() != null) {
            sending = Sending.OVER;
        } else if (head.upgrades()) {
            sending = Sending.EARLY;
        }
    }

    RequestHead head() {
        return head;
    }

    /** Null if there are none. */
    @Nullable
    RequestHead trailers() {
        return trailers;
    }

    /** Whether the client has sent all of it. */
    boolean isEnded() {
        return ended;
    }

    /**
     * @param data stays the caller's
     * @param padding bytes that came with it and say nothing
     * @return how many bytes of the window the client has back at once
     */
    int onData(ByteBuf data, int padding, boolean last) {
        int length = data.readableBytes();
        boolean kept = switch (sending) {
            case BODY -> onBody(data, length, last);
            case TUNNEL -> tell(data, length);
            case EARLY -> keep(data, length);
            case OVER -> length > 0;
        };
        if (last) {
            onEnd(null);
        }
        if (!kept) {
            return length + padding;
        }
        notConsumed += length;
        return padding;
    }

    private boolean onBody(ByteBuf data, int length, boolean last) {
        received += length;
        long announced = head.bodyLength();
        if (announced >= 0 && (received > announced || (last && received < announced))) {
            owner.fail(Refusal.BODY_LENGTH, Http2Error.PROTOCOL_ERROR);
            return false;
        }
        return tell(data, length);
    }

    /** Whether the bytes wait, so that the client gets no window for them before they have gone. */
    private boolean tell(ByteBuf data, int length) {
        RequestEvents told = owner.exchange();
        if (told == null || length == 0) {
            return false;
        }
        boolean copied = length <= MOST_COPIED || !readingWanted;
        told.onRequestData(copied ? output.copy(data) : data.readRetainedSlice(length));
        return !readingWanted;
    }

    private boolean keep(ByteBuf data, int length) {
        if (length > 0) {
            if (early == null) {
                early = new ArrayDeque<>();
            }
            early.addLast(output.copy(data));
        }
        return length > 0;
    }

    /** @param newTrailers owned by the stream from here on */
    void onTrailers(RequestHead newTrailers) {
        trailers = newTrailers;
        Refusal refusal = newTrailers.refusal();
        if (refusal == null && sending == Sending.BODY && received < head.bodyLength()) {
            refusal = Refusal.BODY_LENGTH;
        }
        if (refusal != null) {
            owner.fail(refusal, Http2Error.PROTOCOL_ERROR);
        }
        onEnd(newTrailers.fields().count() == 0 ? null : newTrailers.fields());
    }

    private void onEnd(@Nullable FieldSection fields) {
        ended = true;
        boolean awaited = sending == Sending.TUNNEL || (sending == Sending.BODY && head.hasBody());
        if (sending != Sending.EARLY) {
            sending = Sending.OVER;
        }
        RequestEvents told = owner.exchange();
        if (awaited && told != null) {
            told.onRequestEnd(fields);
        }
    }

    /** Nobody wants what still comes; the client gets no window for it. */
    void ignore() {
        sending = Sending.OVER;
    }

    /** The other protocol was agreed on. */
    void startTunnel() {
        sending = Sending.TUNNEL;
        ArrayDeque<ByteBuf> kept = early;
        early = null;
        RequestEvents told = owner.exchange();
        while (kept != null && !kept.isEmpty()) {
            ByteBuf data = kept.removeFirst();
            if (told == null) {
                data.release();
            } else {
                told.onRequestData(data);
            }
        }
        setReading(readingWanted);
        if (ended) {
            onEnd(null);
        }
    }

    void setReading(boolean reading) {
        readingWanted = reading;
        int bytes = notConsumed;
        if (reading && bytes > 0 && sending != Sending.OVER) {
            notConsumed = 0;
            owner.consume(bytes);
        }
    }

    /** Releases what was kept. */
    void discard() {
        while (early != null && !early.isEmpty()) {
            early.removeFirst().release();
        }
    }
}
