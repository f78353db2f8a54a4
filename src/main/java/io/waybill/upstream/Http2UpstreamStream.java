package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.exchange.Failure;
import io.waybill.exchange.ResponseEvents;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http2.FlatHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One exchange's share of an {@link Http2Connection}. Made when the connection is chosen, opened at the server by {@link
 * #writeHead}; what comes back is read by its {@link Http2ResponseReader}. Confined to one event loop.
 */
final class Http2UpstreamStream implements UpstreamStream {

    private final Http2Streams streams;
    private final boolean reused;
    private final Http2ResponseReader reader;

    private @Nullable Http2Stream opened;
    private @Nullable ResponseEvents events;
    private boolean asksForTunnel;
    private boolean tunnel;
    private boolean headEnded;
    private boolean requestEnded;
    private boolean halfClosed;
    private boolean over;

    /** @param reused whether other streams were opened on the connection before */
    Http2UpstreamStream(Http2Streams streams, boolean reused) {
        this.streams = streams;
        this.reused = reused;
        this.reader = new Http2ResponseReader(this, streams);
    }

    // ---- the request

    @Override
    public boolean isReused() {
        return reused;
    }

    @Override
    public void writeHead(RequestHead request, ResponseEvents newEvents) {
        events = newEvents;
        asksForTunnel = request.upgrades();
        requestEnded = !request.hasBody() && !asksForTunnel;
        reader.start(request);
        opened = streams.open(this, request, requestEnded);
        if (opened == null) {
            // Not now: the exchange still counts on this stream.
            streams.later(() -> fail(Failure.STREAM_REFUSED));
        }
    }

    @Override
    public void writeData(ByteBuf data) {
        Http2Stream to = opened;
        if (to == null || over || requestEnded) {
            data.release();
        } else {
            streams.writeData(to, data, false);
        }
    }

    @Override
    public void end(@Nullable FieldSection trailers) {
        Http2Stream to = opened;
        if (to == null || over || requestEnded) {
            return;
        }
        if (asksForTunnel && !tunnel) {
            // The first end is that of the head: a request for a tunnel has no body. What ends next is the tunnel.
            halfClosed = headEnded;
            headEnded = true;
            return;
        }
        requestEnded = true;
        if (trailers != null && trailers.count() > 0) {
            streams.writeTrailers(to, FlatHeaders.trailers(trailers));
        } else {
            streams.writeData(to, Unpooled.EMPTY_BUFFER, true);
        }
    }

    @Override
    public void flush() {
        streams.flushSoon();
    }

    @Override
    public boolean isWritable() {
        Http2Stream to = opened;
        return to == null || over || streams.isWritable(to);
    }

    @Override
    public void setReading(boolean reading) {
        int bytes = reader.setReading(reading);
        Http2Stream from = opened;
        if (bytes > 0 && from != null && !over) {
            streams.taken(from, bytes);
        }
    }

    @Override
    public void cancel() {
        if (events == null && opened == null) {
            over = true;
            streams.notWanted();
        } else if (tunnel && requestEnded) {
            // A client that left in good order: its END_STREAM goes out first, or the reset would take its place.
            streams.flushNow();
            abandon(Http2Error.NO_ERROR);
        } else {
            abandon(Http2Error.CANCEL);
        }
    }

    // ---- what its reader finds

    /** Who waits for the response; null when the stream is over. */
    @Nullable
    ResponseEvents events() {
        return events;
    }

    boolean isOver() {
        return over;
    }

    boolean asksForTunnel() {
        return asksForTunnel;
    }

    /** What is written from now on belongs to another protocol. */
    void startTunnel() {
        tunnel = true;
        if (halfClosed) {
            end(null);
        }
    }

    /** The connection is told first, so that the client's next request, which may start at once, finds it free. */
    void complete(@Nullable FieldSection trailers) {
        ResponseEvents told = events;
        Http2Stream of = opened;
        if (over || told == null || of == null) {
            return;
        }
        over = true;
        events = null;
        streams.complete(of);
        told.onResponseEnd(trailers);
    }

    /** The server sent what it must not. */
    void refuse(Failure failure, @Nullable Refusal refusal) {
        ResponseEvents told = events;
        abandon(Http2Error.PROTOCOL_ERROR);
        if (told != null) {
            told.onUpstreamFailed(failure, refusal);
        }
    }

    // ---- what the connection tells

    Http2ResponseReader reader() {
        return reader;
    }

    /** The number of the stream; 0 before it is opened. */
    int id() {
        Http2Stream of = opened;
        return of == null ? 0 : of.id();
    }

    /** @param refused whether the server says that it has not looked at the request */
    void onReset(boolean refused) {
        if (refused && !reader.hasHead()) {
            fail(Failure.STREAM_REFUSED);
        } else {
            onClosed();
        }
    }

    /** The connection, or the stream, is gone before the response was complete. */
    void onClosed() {
        fail(reader.hasHead() ? Failure.RESPONSE_CUT : Failure.SERVER_CLOSED);
    }

    /** The connection is given up for what the server did on it. */
    void onBroken() {
        fail(reader.hasHead() ? Failure.RESPONSE_CUT : Failure.BAD_RESPONSE);
    }

    void onReadComplete() {
        ResponseEvents told = events;
        if (told != null) {
            told.onResponseReadComplete();
        }
    }

    void onWritable() {
        ResponseEvents told = events;
        if (told != null) {
            told.onUpstreamWritable();
        }
    }

    /** The stream has ended without us. */
    void fail(Failure failure) {
        ResponseEvents told = events;
        if (over) {
            return;
        }
        over = true;
        events = null;
        if (opened != null) {
            streams.ended();
        }
        if (told != null) {
            told.onUpstreamFailed(failure, null);
        }
    }

    private void abandon(Http2Error why) {
        if (over) {
            return;
        }
        over = true;
        events = null;
        Http2Stream of = opened;
        if (of != null) {
            streams.abandon(of, why);
        }
    }
}
