package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.waybill.exchange.Failure;
import io.waybill.exchange.ResponseEvents;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.Method;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.http.WebSocketHandshake;
import io.waybill.http1.BodyDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response after another from the bytes of an {@link Http1Connection} and tells the attempt that waits for it.
 * Confined to one event loop.
 */
final class Http1ResponseReader {

    /** What the server is expected to send next. */
    private enum State {
        /** No exchange: whatever comes now is a fault. */
        IDLE,
        HEAD,
        BODY,
        /** After a 101: bytes without framing. */
        TUNNEL,
        CLOSED
    }

    private final Http1Connection connection;
    private final Http1Wire wire;
    private final BodyDecoder decoder;

    private State state = State.IDLE;
    private @Nullable ResponseEvents events;
    private @Nullable ResponseHead head;
    private Method method = Method.OTHER;
    private boolean upgrade;
    private boolean reusable;
    private int informational;
    private @Nullable String webSocketKey;

    Http1ResponseReader(Http1Connection connection, Http1Wire wire) {
        this.connection = connection;
        this.wire = wire;
        this.decoder = new BodyDecoder(wire.limits());
    }

    /** The request goes out: its response is awaited, and told to {@code newEvents}. */
    void start(RequestHead request, ResponseEvents newEvents) {
        events = newEvents;
        method = request.method();
        upgrade = request.upgrades();
        informational = 0;
        state = State.HEAD;
    }

    /** The key that Waybill itself put into the request for a WebSocket, if it did. */
    void expect(@Nullable String key) {
        webSocketKey = key;
    }

    boolean isTunnel() {
        return state == State.TUNNEL;
    }

    /** Who waits for the response, or null. */
    @Nullable
    ResponseEvents events() {
        return events;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** @param in stays the caller's */
    void read(ByteBuf in) {
        boolean more = true;
        while (more && in.isReadable()) {
            more = switch (state) {
                case IDLE -> refuse(null);
                case HEAD -> readHead(in);
                case BODY -> readBody(in);
                case TUNNEL -> readTunnel(in);
                case CLOSED -> false;
            };
        }
    }

    private boolean readHead(ByteBuf in) {
        ResponseHead current = head;
        if (current == null) {
            current = wire.pool().takeResponse();
            head = current;
        }
        return switch (wire.parser().parse(in, current, method)) {
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
            return onSwitch(told, current);
        }
        if (current.isInformational()) {
            if (++informational > wire.mostInformational()) {
                return refuse(Refusal.TOO_MANY_INFORMATIONAL);
            }
            told.onInformational(current);
            giveHead();
            return true;
        }
        reusable = current.keepsAlive() && !upgrade;
        connection.serverKeeps(KeepAliveHint.nanos(current.fields()));
        decoder.start(current.bodyLength(), current.endsByClose());
        state = State.BODY;
        boolean bodiless = current.bodyLength() == BodyLength.NONE || current.bodyLength() == 0;
        told.onResponseHead(current);
        giveHead();
        if (bodiless && state == State.BODY) {
            complete(null, in.isReadable());
        }
        return true;
    }

    private boolean onSwitch(ResponseEvents told, ResponseHead current) {
        if (!upgrade || !isAccepted(current)) {
            return refuse(Refusal.UNEXPECTED_SWITCH);
        }
        state = State.TUNNEL;
        reusable = false;
        connection.startTunnel();
        told.onResponseHead(current);
        giveHead();
        return true;
    }

    /** Whether the server has understood the key that is Waybill's own; that of a client is the client's to judge. */
    private boolean isAccepted(ResponseHead current) {
        String key = webSocketKey;
        return key == null
                || WebSocketHandshake.accept(key).equals(current.fields().text(WebSocketHandshake.ACCEPT));
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
        if (decoder.isFinished() && state == State.BODY) {
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
     * The response is complete: the connection becomes idle or is closed, and then the exchange is told, so that the
     * client's next request, which may start at once, can use the connection again.
     *
     * @param more whether the server has sent anything behind the response, which nobody asked for
     */
    private void complete(@Nullable FieldSection trailers, boolean more) {
        ResponseEvents told = events;
        events = null;
        state = State.IDLE;
        connection.responseComplete(reusable && !more);
        if (told != null) {
            told.onResponseEnd(trailers == null || trailers.count() == 0 ? null : trailers);
        }
    }

    /** The server sent what it must not. */
    private boolean refuse(@Nullable Refusal refusal) {
        fail(state == State.BODY ? Failure.RESPONSE_CUT : Failure.BAD_RESPONSE, refusal);
        return false;
    }

    /**
     * The connection is gone: the end of the response, or a failure.
     *
     * @param broken whether it was reset, so that not even a body that lasts until the close is complete
     */
    void onClosed(boolean broken) {
        switch (state) {
            case TUNNEL -> {
                if (broken) {
                    fail(Failure.RESPONSE_CUT, null);
                } else {
                    complete(null, false);
                }
            }
            case BODY -> {
                if (!broken && decoder.onClose()) {
                    complete(null, false);
                } else {
                    fail(Failure.RESPONSE_CUT, null);
                }
            }
            case HEAD -> {
                boolean partly = head != null && head.fields().filled() > 0;
                fail(partly ? Failure.RESPONSE_CUT : Failure.SERVER_CLOSED, null);
            }
            case IDLE, CLOSED -> stop();
        }
    }

    /** Ends connection and response; the exchange hears why. */
    void fail(Failure failure, @Nullable Refusal refusal) {
        ResponseEvents told = events;
        stop();
        connection.close();
        if (told != null) {
            told.onUpstreamFailed(failure, refusal);
        }
    }

    /** Nothing is told any more. */
    void stop() {
        events = null;
        state = State.CLOSED;
        giveHead();
    }

    private void giveHead() {
        ResponseHead current = head;
        head = null;
        if (current != null) {
            wire.pool().give(current);
        }
    }
}
