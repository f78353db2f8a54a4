package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ClientStream;
import io.waybill.exchange.Failure;
import io.waybill.exchange.RequestEvents;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on an HTTP/2 connection: tells the exchange what {@link Http2ClientFrames} hears, and has
 * {@link Http2Response} write what the exchange says. Whatever goes wrong here ends this stream alone. Confined to one
 * event loop.
 */
final class Http2ClientStream implements ClientStream {

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

    private final Http2ClientConnection connection;
    private final Http2Stream stream;
    private final RequestHead head;
    private final Http2Response response;

    private Sending sending = Sending.BODY;
    private @Nullable RequestEvents exchange;
    private @Nullable RequestHead trailers;
    private @Nullable ArrayDeque<ByteBuf> early;
    private Http2Error resetCode = Http2Error.NO_ERROR;
    private long received;
    private int notConsumed;
    private boolean requestEnded;
    private boolean readingWanted = true;
    private boolean touched;
    private boolean due;
    private boolean resetDue;

    /** @param head owned by this stream from here on */
    Http2ClientStream(Http2ClientConnection connection, Http2Stream stream, RequestHead head, boolean requestEnded) {
        this.connection = connection;
        this.stream = stream;
        this.head = head;
        this.requestEnded = requestEnded;
        this.response = new Http2Response(connection, this, stream);
        if (requestEnded || head.refusal() != null) {
            sending = Sending.OVER;
        } else if (head.upgrades()) {
            sending = Sending.EARLY;
        }
    }

    RequestHead head() {
        return head;
    }

    // ---- what the client sends

    /**
     * @param data stays the caller's
     * @param padding bytes that came with it and say nothing
     * @return how many bytes of the window the client has back at once
     */
    int onData(ByteBuf data, int padding, boolean last) {
        int length = data.readableBytes();
        touch();
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
            fail(Refusal.BODY_LENGTH, Http2Error.PROTOCOL_ERROR);
            return false;
        }
        return tell(data, length);
    }

    /** Whether the bytes wait, so that the client gets no window for them before they have gone. */
    private boolean tell(ByteBuf data, int length) {
        RequestEvents told = exchange;
        if (told == null || length == 0) {
            return false;
        }
        boolean copied = length <= MOST_COPIED || !readingWanted;
        told.onRequestData(copied ? connection.copy(data) : data.readRetainedSlice(length));
        return !readingWanted;
    }

    private boolean keep(ByteBuf data, int length) {
        if (early == null) {
            early = new ArrayDeque<>();
        }
        early.addLast(connection.copy(data));
        return length > 0;
    }

    /** @param newTrailers owned by this stream from here on */
    void onTrailers(RequestHead newTrailers) {
        touch();
        trailers = newTrailers;
        Refusal refusal = newTrailers.refusal();
        boolean tooShort = sending == Sending.BODY && received < head.bodyLength();
        if (refusal != null || tooShort) {
            fail(refusal == null ? Refusal.BODY_LENGTH : refusal, Http2Error.PROTOCOL_ERROR);
            requestEnded = true;
        } else {
            onEnd(newTrailers.fields().count() == 0 ? null : newTrailers.fields());
        }
    }

    private void onEnd(@Nullable FieldSection fields) {
        requestEnded = true;
        RequestEvents told = exchange;
        boolean awaited = sending == Sending.TUNNEL || (sending == Sending.BODY && head.hasBody());
        if (sending != Sending.EARLY) {
            sending = Sending.OVER;
        }
        if (awaited && told != null) {
            told.onRequestEnd(fields);
        }
    }

    /**
     * The request is wrong, or its frames are: it is answered, if it is not too late for that, and the stream is reset.
     *
     * @param refusal null if it is not the message that is wrong
     */
    void fail(@Nullable Refusal refusal, Http2Error code) {
        sending = Sending.OVER;
        resetCode = code;
        RequestEvents told = exchange;
        if (told != null) {
            told.onRequestFailed(Failure.BAD_REQUEST, refusal);
        }
    }

    /** Has the response end with a reset: there is something wrong with the request. */
    void resetsWith(Http2Error code) {
        resetCode = code;
    }

    /** It is told when all that was read at once has been told. */
    void touch() {
        if (!touched) {
            touched = true;
            connection.touched(this);
        }
    }

    /** What was read at once has been told. */
    void onReadComplete() {
        touched = false;
        RequestEvents told = exchange;
        if (told != null) {
            told.onRequestReadComplete();
        }
    }

    /** No stream of the connection goes on. */
    void onConnectionFailed() {
        stream.close();
    }

    /** The stream is closed, by whatever side. */
    void onClosed() {
        response.discard();
        if (!response.isLastFrameWritten()) {
            over(false);
        }
    }

    void cut() {
        RequestEvents told = exchange;
        if (told != null) {
            told.onRequestFailed(Failure.SHUTDOWN, null);
        }
    }

    // ---- what the exchange says

    @Override
    public void attach(RequestEvents events) {
        exchange = events;
    }

    @Override
    public ClientAddress client() {
        return connection.client();
    }

    @Override
    public void writeInformational(ResponseHead informational) {
        response.informational(informational);
    }

    @Override
    public void writeHead(ResponseHead newHead, boolean lastOnConnection) {
        response.head(newHead, newHead.bodyLength());
    }

    @Override
    public void switchProtocols(ResponseHead newHead) {
        response.head(newHead, BodyLength.UNKNOWN);
        sending = Sending.TUNNEL;
        ArrayDeque<ByteBuf> kept = early;
        early = null;
        RequestEvents told = exchange;
        for (ByteBuf data = kept == null ? null : kept.pollFirst(); data != null; data = kept.pollFirst()) {
            if (told == null) {
                data.release();
            } else {
                told.onRequestData(data);
            }
        }
        if (readingWanted) {
            consume();
        }
        if (requestEnded) {
            onEnd(null);
        }
        touch();
        flush();
    }

    @Override
    public void writeData(ByteBuf data) {
        response.data(data);
    }

    @Override
    public void end(@Nullable FieldSection newTrailers) {
        if (response.isAsAnnounced()) {
            response.end(newTrailers);
            connection.flushSoon();
        } else {
            connection.reset(stream, Http2Error.INTERNAL_ERROR);
        }
    }

    /** All of the response is with the channel; a request that goes on is not waited for (RFC 9113, section 8.1). */
    void lastFrameWritten() {
        if (!requestEnded || resetCode != Http2Error.NO_ERROR) {
            resetDue = true;
            flush();
        }
    }

    /** The kernel has the last byte of the response, or will not have it. */
    void written(boolean complete) {
        over(complete);
        stream.close();
    }

    @Override
    public void flush() {
        if (!due) {
            due = true;
            connection.due(this);
        }
    }

    /** The connection is about to be flushed. */
    void beforeFlush() {
        due = false;
        response.writeHeadAlone();
        if (resetDue) {
            connection.reset(stream, resetCode);
        }
    }

    /** The client takes data again. */
    void resumed() {
        RequestEvents told = exchange;
        if (told != null) {
            told.onClientWritable();
        }
    }

    @Override
    public boolean isWritable() {
        return response.isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        readingWanted = reading;
        if (reading && sending != Sending.OVER) {
            consume();
        }
    }

    private void consume() {
        int bytes = notConsumed;
        notConsumed = 0;
        connection.consume(stream, bytes);
    }

    @Override
    public long bytesWritten() {
        return response.bytes();
    }

    @Override
    public long bytesPending() {
        return response.pending() + connection.pendingBytes();
    }

    @Override
    public void abort() {
        // The head is not given back: the exchange still reads it for its record. The pool gets by without it.
        exchange = null;
        releaseEarly();
        connection.over();
        connection.reset(stream, resetCode == Http2Error.NO_ERROR ? Http2Error.INTERNAL_ERROR : resetCode);
    }

    private void over(boolean complete) {
        RequestEvents told = exchange;
        if (told == null) {
            return;
        }
        exchange = null;
        if (complete) {
            told.onResponseWritten();
        } else {
            told.onClientGone();
        }
        releaseEarly();
        connection.give(head);
        if (trailers != null) {
            connection.give(trailers);
        }
        connection.over();
    }

    private void releaseEarly() {
        for (ByteBuf data = early == null ? null : early.pollFirst(); data != null; data = early.pollFirst()) {
            data.release();
        }
    }
}
