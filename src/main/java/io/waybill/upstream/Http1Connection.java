package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waybill.exchange.Failure;
import io.waybill.exchange.ResponseEvents;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.http1.BodyDecoder;
import io.waybill.http1.ParseResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection to a server, and the stream of the one exchange that it carries at a time. Opened by {@link
 * LoopConnector}; idle between exchanges in {@link IdleConnections}; closes itself when it cannot be used again.
 * Confined to one event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements UpstreamStream {

    /** What the server is expected to send next. */
    private enum State {
        /** No exchange: whatever comes now is a fault. */
        IDLE,
        AWAITING_HEAD,
        IN_BODY,
        /** After a 101: bytes without framing. */
        IN_TUNNEL,
        CLOSED
    }

    private final ServerConnections owner;
    private final Http1RequestWriter writer;
    private final BodyDecoder decoder;
    private final Channel channel;
    private final long openedNanos = System.nanoTime();

    private State state = State.IDLE;
    private @Nullable ResponseEvents events;
    private @Nullable ResponseHead head;
    private Method method = Method.OTHER;
    private boolean upgrade;
    private boolean requestSent;
    private boolean reusable;
    private boolean used;
    private int informational;
    private long idleSinceNanos;

    Http1Connection(ServerConnections owner, Channel channel) {
        this.owner = owner;
        this.channel = channel;
        this.writer = new Http1RequestWriter(owner.wire(), channel, owner.loop().allocator());
        this.decoder = new BodyDecoder(owner.wire().limits());
    }

    // ---- between exchanges

    long openedNanos() {
        return openedNanos;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idleSince(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    boolean isOpen() {
        return state != State.CLOSED && channel.isActive();
    }

    void close() {
        channel.close();
    }

    // ---- the stream of an exchange

    @Override
    public boolean isReused() {
        return used;
    }

    @Override
    public void writeHead(RequestHead request, ResponseEvents newEvents) {
        events = newEvents;
        method = request.method();
        upgrade = request.upgrades();
        state = State.AWAITING_HEAD;
        informational = 0;
        requestSent = false;
        writer.head(request);
    }

    @Override
    public void writeData(ByteBuf data) {
        writer.data(data);
    }

    @Override
    public void end(@Nullable FieldSection trailers) {
        requestSent = true;
        writer.end(trailers);
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        channel.config().setAutoRead(reading);
    }

    @Override
    public void cancel() {
        events = null;
        fall();
    }

    // ---- what the server sends

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
        boolean more = true;
        while (more && in.isReadable()) {
            more = switch (state) {
                case IDLE -> refuse(null);
                case AWAITING_HEAD -> readHead(in);
                case IN_BODY -> readBody(in);
                case IN_TUNNEL -> readTunnel(in);
                case CLOSED -> false;
            };
        }
    }

    private boolean readHead(ByteBuf in) {
        ResponseHead current = head;
        if (current == null) {
            current = owner.wire().pool().takeResponse();
            head = current;
        }
        ParseResult result = owner.wire().parser().parse(in, current, method);
        return switch (result) {
            case INCOMPLETE -> false;
            case REFUSED -> refuse(current.refusal());
            case COMPLETE -> onHead(current, in);
        };
    }

    private boolean onHead(ResponseHead current, ByteBuf in) {
        ResponseEvents told = events;
        if (told == null) {
            return refuse(null);
        }
        if (current.status() == 101) {
            if (!upgrade) {
                return refuse(Refusal.UNEXPECTED_SWITCH);
            }
            state = State.IN_TUNNEL;
            writer.startTunnel();
            told.onResponseHead(current);
            giveHead();
            return true;
        }
        if (current.isInformational()) {
            if (++informational > owner.wire().mostInformational()) {
                return refuse(Refusal.TOO_MANY_INFORMATIONAL);
            }
            told.onInformational(current);
            giveHead();
            return true;
        }
        reusable = current.keepsAlive() && !upgrade;
        decoder.start(current.bodyLength(), current.endsByClose());
        state = State.IN_BODY;
        boolean bodiless = current.bodyLength() == BodyLength.NONE || current.bodyLength() == 0;
        told.onResponseHead(current);
        giveHead();
        if (bodiless && state == State.IN_BODY) {
            complete(null, in.isReadable());
        }
        return true;
    }

    private boolean readBody(ByteBuf in) {
        ByteBuf data = decoder.next(in);
        ResponseEvents told = events;
        if (data != null) {
            if (told == null) {
                data.release();
            } else {
                told.onResponseData(data);
            }
        }
        Refusal refusal = decoder.refusal();
        if (refusal != null) {
            return refuse(refusal);
        }
        if (decoder.isFinished() && state == State.IN_BODY) {
            complete(decoder.trailers(), in.isReadable());
            return true;
        }
        return data != null;
    }

    private boolean readTunnel(ByteBuf in) {
        ResponseEvents told = events;
        if (told != null) {
            told.onResponseData(in.readRetainedSlice(in.readableBytes()));
        }
        return false;
    }

    /**
     * The response is complete: the connection becomes idle or is closed, and the exchange is told.
     *
     * @param more whether the server has sent anything behind the response, which nobody asked for
     */
    private void complete(@Nullable FieldSection trailers, boolean more) {
        ResponseEvents told = events;
        events = null;
        used = true;
        if (reusable && requestSent && !more) {
            // Idle first, told after: the client's next request, which may start at once, can use it again.
            state = State.IDLE;
            channel.config().setAutoRead(true);
            owner.release(this);
        } else {
            fall();
        }
        if (told != null) {
            told.onResponseEnd(trailers == null || trailers.count() == 0 ? null : trailers);
        }
    }

    /** The server sent what it must not. */
    private boolean refuse(@Nullable Refusal refusal) {
        fail(state == State.IN_BODY ? Failure.RESPONSE_CUT : Failure.BAD_RESPONSE, refusal);
        return false;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ResponseEvents told = events;
        if (told != null) {
            told.onResponseReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ResponseEvents told = events;
        if (told != null && channel.isWritable()) {
            told.onUpstreamWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        owner.closed(this);
        switch (state) {
            case IN_TUNNEL -> complete(null, false);
            case IN_BODY -> {
                if (decoder.onClose()) {
                    complete(null, false);
                } else {
                    fail(Failure.RESPONSE_CUT, null);
                }
            }
            case AWAITING_HEAD -> {
                boolean partly = head != null && head.fields().filled() > 0;
                fail(partly ? Failure.RESPONSE_CUT : Failure.SERVER_CLOSED, null);
            }
            case IDLE, CLOSED -> {}
        }
        fall();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            owner.bug(cause);
            fail(Failure.INTERNAL, null);
        }
        // A reset by the server: channelInactive follows and says what it means.
        channel.close();
    }

    private void fail(Failure failure, @Nullable Refusal refusal) {
        ResponseEvents told = events;
        events = null;
        fall();
        if (told != null) {
            told.onUpstreamFailed(failure, refusal);
        }
    }

    /** Ends the connection; nothing is told any more. */
    private void fall() {
        state = State.CLOSED;
        giveHead();
        writer.discard();
        if (channel.isOpen()) {
            channel.close();
        }
    }

    private void giveHead() {
        ResponseHead current = head;
        head = null;
        if (current != null) {
            owner.wire().pool().give(current);
        }
    }
}
