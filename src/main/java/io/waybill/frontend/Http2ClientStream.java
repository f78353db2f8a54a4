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
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on an HTTP/2 connection: tells the exchange what {@link Http2ClientFrames} hears, and has
 * {@link Http2Response} write what the exchange says. Whatever goes wrong here ends this stream alone. Confined to one
 * event loop.
 */
final class Http2ClientStream implements ClientStream {

    /**
     * Keeps apart what waits for this stream's windows from what all streams have with the channel: the latter rises and
     * falls with other streams, and must not hide that this one moves, nor that it stands.
     */
    private static final long MORE_THAN_ANY_CHANNEL = 1L << 32;

    private final Http2ClientConnection connection;
    private final Http2ClientFrames frames;
    private final Http2Stream stream;
    private final Http2Request request;
    private final Http2Response response;

    private @Nullable RequestEvents exchange;
    private Http2Error resetCode = Http2Error.NO_ERROR;
    private boolean touched;
    private boolean due;
    private boolean resetDue;

    /** @param head owned by this stream from here on */
    Http2ClientStream(
            Http2ClientConnection connection,
            Http2ClientFrames frames,
            Http2Stream stream,
            RequestHead head,
            boolean requestEnded) {
        this.connection = connection;
        this.frames = frames;
        this.stream = stream;
        this.request = new Http2Request(this, connection.output(), head, requestEnded);
        this.response = new Http2Response(connection.output(), this, stream);
    }

    /** Who is told what the client sends; null when the exchange is over. */
    @Nullable
    RequestEvents exchange() {
        return exchange;
    }

    // ---- what the client sends

    /** As {@link Http2Request#onData}. */
    int onData(ByteBuf data, int padding, boolean last) {
        touch();
        return request.onData(data, padding, last);
    }

    /** As {@link Http2Request#onTrailers}. */
    void onTrailers(RequestHead trailers) {
        touch();
        request.onTrailers(trailers);
    }

    /**
     * The request is wrong, or its frames are: it is answered, if it is not too late for that, and the stream is reset.
     *
     * @param refusal null if it is not the message that is wrong
     */
    void fail(@Nullable Refusal refusal, Http2Error code) {
        request.ignore();
        resetCode = code;
        if (refusal != null) {
            frames.provoked();
        }
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
            frames.touched(this);
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

    /** Whether all of the response is with the channel. */
    boolean isAnswered() {
        return response.isLastFrameWritten();
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
        request.startTunnel();
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
            flush();
        } else {
            connection.reset(stream, Http2Error.INTERNAL_ERROR);
        }
    }

    /** All of the response is with the channel; a request that goes on is not waited for (RFC 9113, section 8.1). */
    void lastFrameWritten() {
        frames.answered();
        if (!request.isEnded() || resetCode != Http2Error.NO_ERROR) {
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
            connection.output().due(this);
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
        request.setReading(reading);
    }

    /** The client has room again for so many bytes that it has sent. */
    void consume(int bytes) {
        connection.output().consume(stream, bytes);
    }

    @Override
    public long bytesWritten() {
        return response.bytes();
    }

    @Override
    public long bytesPending() {
        int waiting = response.pending();
        return waiting > 0 ? MORE_THAN_ANY_CHANNEL + waiting : connection.output().pendingBytes();
    }

    @Override
    public void abort() {
        // The head is not given back: the exchange still reads it for its record. The pool gets by without it.
        exchange = null;
        request.discard();
        // First, as nothing can be written any more when the connection ends with its last stream.
        connection.reset(stream, resetCode == Http2Error.NO_ERROR ? Http2Error.INTERNAL_ERROR : resetCode);
        connection.over();
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
        request.discard();
        connection.give(request.head());
        RequestHead trailers = request.trailers();
        if (trailers != null) {
            connection.give(trailers);
        }
        connection.over();
    }
}
