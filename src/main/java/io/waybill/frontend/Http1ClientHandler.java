package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.waybill.exchange.Failure;
import io.waybill.exchange.RequestEvents;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http1.BodyDecoder;
import io.waybill.net.Deadline;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 connection of a client: bytes become requests, one exchange after the other, in their order. Bytes of a
 * later request wait, and reading stops, until the response to the earlier one is written. Confined to one event loop.
 */
final class Http1ClientHandler extends ChannelInboundHandlerAdapter implements Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Http1ClientHandler.class);

    /** How long a client may go on sending what nobody reads, so that no reset overtakes its last response. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What the client is expected to send. */
    private enum State {
        /** Nothing, or a request. */
        HEAD,
        /** The rest of the body of the request whose exchange runs. */
        BODY,
        /** Nothing before its exchange is over; perhaps a request ahead of time. */
        ANSWER_DUE,
        /** Bytes without framing. */
        TUNNEL,
        /** What it likes: the last response was written, all that comes is thrown away. */
        LINGERING,
        CLOSED
    }

    private final ListenerLoop shared;
    private final Channel channel;
    private final Http1ClientStream stream;
    private final Deadline deadline = new Deadline(this);

    @Nullable
    Http1ClientHandler previous;

    @Nullable
    Http1ClientHandler next;

    private State state = State.HEAD;
    private @Nullable RequestHead head;
    private @Nullable BodyDecoder body;
    private @Nullable ByteBuf early;
    private long headBeganNanos;
    private boolean reading;

    Http1ClientHandler(ListenerLoop shared, Channel channel) {
        this.shared = shared;
        this.channel = channel;
        this.stream = new Http1ClientStream(shared, this, channel);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        boolean admitted = shared.opened(this);
        expectWithin(shared.limits().requestHeadNanos());
        if (!admitted) {
            refuse(Failure.LISTENER_FULL, null, 0);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(in);
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) {
        reading = true;
        boolean more = true;
        while (more && in.isReadable()) {
            more = switch (state) {
                case HEAD -> readHead(in);
                case BODY -> readBody(in);
                case ANSWER_DUE -> keepForLater(in);
                case TUNNEL -> readTunnel(in);
                case LINGERING, CLOSED -> false;
            };
        }
        reading = false;
    }

    // ---- a request

    private boolean readHead(ByteBuf in) {
        RequestHead current = head;
        if (current == null) {
            current = shared.heads().takeRequest();
            head = current;
            headBeganNanos = System.nanoTime();
        }
        return switch (shared.parser().parse(in, current)) {
            case INCOMPLETE -> {
                expectWithin(headBeganNanos + shared.limits().requestHeadNanos() - System.nanoTime());
                yield false;
            }
            case REFUSED -> {
                refuse(Failure.BAD_REQUEST, current.refusal(), System.nanoTime() - headBeganNanos);
                yield false;
            }
            case COMPLETE -> {
                begin(current);
                yield true;
            }
        };
    }

    private void begin(RequestHead current) {
        if (current.hasBody()) {
            BodyDecoder decoder = body;
            if (decoder == null) {
                decoder = new BodyDecoder(shared.limits().heads());
                body = decoder;
            }
            decoder.start(current.bodyLength(), false);
            state = State.BODY;
        } else {
            state = State.ANSWER_DUE;
        }
        stream.begin(current);
        shared.exchanges().begin(stream, current, System.nanoTime() - headBeganNanos);
    }

    private boolean readBody(ByteBuf in) {
        BodyDecoder decoder = body;
        if (decoder == null) {
            throw new IllegalStateException("a body without a decoder");
        }
        ByteBuf data = decoder.next(in);
        RequestEvents told = stream.exchange();
        if (told == null) {
            if (data != null) {
                data.release();
            }
            return data != null;
        }
        if (data != null) {
            told.onRequestData(data);
        }
        Refusal refusal = decoder.refusal();
        if (refusal != null) {
            told.onRequestRefused(refusal);
            return false;
        }
        if (decoder.isFinished() && state == State.BODY) {
            state = State.ANSWER_DUE;
            FieldSection trailers = decoder.trailers();
            told.onRequestEnd(trailers == null || trailers.count() == 0 ? null : trailers);
            return true;
        }
        return data != null;
    }

    private boolean readTunnel(ByteBuf in) {
        RequestEvents told = stream.exchange();
        if (told != null) {
            told.onRequestData(in.readRetainedSlice(in.readableBytes()));
        }
        return false;
    }

    /** A request ahead of time: it waits, and so does everything behind it. */
    private boolean keepForLater(ByteBuf in) {
        ByteBuf kept = early;
        if (kept == null) {
            kept = shared.loop().allocator().buffer(in.readableBytes());
            early = kept;
        }
        kept.writeBytes(in);
        channel.config().setAutoRead(false);
        return false;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        RequestEvents told = stream.exchange();
        if (told != null) {
            told.onRequestReadComplete();
        }
    }

    /** Answers a request that was not understood, or did not come, and ends the connection. */
    private void refuse(Failure failure, @Nullable Refusal refusal, long headNanos) {
        state = State.ANSWER_DUE;
        stream.begin(null);
        shared.exchanges().refuse(stream, failure, refusal, headNanos);
    }

    // ---- between requests

    /** The response was written and the exchange is over. */
    void exchangeOver() {
        boolean whole = state == State.ANSWER_DUE && early == null;
        boolean refused = head != null && head.refusal() != null;
        stream.detach();
        giveHead();
        if (stream.closes()) {
            if (whole && !refused) {
                channel.close();
            } else {
                linger();
            }
            return;
        }
        state = State.HEAD;
        expectWithin(shared.limits().keepAliveNanos());
        if (!reading) {
            readEarly();
        }
    }

    /** Goes on with what came ahead of time. */
    private void readEarly() {
        ByteBuf kept = early;
        early = null;
        if (kept != null) {
            channel.config().setAutoRead(true);
            try {
                read(kept);
            } finally {
                kept.release();
            }
            RequestEvents told = stream.exchange();
            if (told != null) {
                told.onRequestReadComplete();
            }
        }
    }

    void startTunnel() {
        state = State.TUNNEL;
        readEarly();
    }

    void setReading(boolean wanted) {
        channel.config().setAutoRead(wanted && early == null);
    }

    // Keep the connection open until the client has stopped sending. If we closed it now:
    //   1. the client's next bytes would be answered with a reset;
    //   2. the reset would discard the response that the client has not read yet;
    //   3. the client would report a network error instead of our answer.
    private void linger() {
        state = State.LINGERING;
        channel.config().setAutoRead(true);
        expectWithin(LINGER_NANOS);
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    private void expectWithin(long nanos) {
        shared.loop().deadlines().set(deadline, System.nanoTime() + nanos);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        switch (state) {
            case HEAD -> {
                if (head == null) {
                    channel.close();
                } else {
                    refuse(Failure.HEAD_TIMEOUT, null, nowNanos - headBeganNanos);
                }
            }
            case LINGERING -> channel.close();
            case BODY, ANSWER_DUE, TUNNEL, CLOSED -> {} // the exchange has deadlines of its own
        }
    }

    /** Waybill is stopping, and this connection has nothing to finish. */
    void closeIfIdle() {
        if (state == State.HEAD && head == null || state == State.LINGERING) {
            channel.close();
        }
    }

    /** Waybill is stopping and does not wait any longer. */
    void cut() {
        channel.close();
    }

    // ---- the end

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        RequestEvents told = stream.exchange();
        if (told != null && channel.isWritable()) {
            told.onClientWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSED;
        shared.closed(this);
        shared.loop().deadlines().cancel(deadline);
        RequestEvents told = stream.exchange();
        if (told != null) {
            told.onClientGone();
            stream.detach();
        }
        giveHead();
        stream.discard();
        if (early != null) {
            early.release();
            early = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("bug: client={}", channel.remoteAddress(), cause);
        }
        channel.close();
    }

    private void giveHead() {
        RequestHead current = head;
        head = null;
        if (current != null) {
            shared.heads().give(current);
        }
    }
}
