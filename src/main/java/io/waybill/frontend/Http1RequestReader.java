package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.waybill.exchange.Failure;
import io.waybill.exchange.RequestEvents;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http1.BodyDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request after another from the bytes of a client connection: begins an exchange for each head and tells it of
 * the body that follows. Reads no further than the end of a request until {@link #startOver}. Confined to one event loop.
 */
final class Http1RequestReader {

    private static final int EMPTY_LINE_BYTES = 2;

    /** What the client is expected to send. */
    private enum State {
        /** Nothing, or a request. */
        HEAD,
        /** The rest of the body of the request whose exchange runs. */
        BODY,
        /** Nothing before the exchange of its last request is over. */
        ANSWER_DUE,
        /** Bytes without framing. */
        TUNNEL,
        /** Whatever it likes: nobody reads it. */
        DISCARDED
    }

    private final ListenerLoop shared;
    private final Http1ClientHandler connection;
    private final Http1ClientStream stream;

    private State state = State.HEAD;
    private @Nullable RequestHead head;
    private @Nullable BodyDecoder body;
    private long headBeganNanos;

    Http1RequestReader(ListenerLoop shared, Http1ClientHandler connection, Http1ClientStream stream) {
        this.shared = shared;
        this.connection = connection;
        this.stream = stream;
    }

    /** @param in stays the caller's; what is left unread belongs to a later request */
    void read(ByteBuf in) {
        boolean more = true;
        while (more && in.isReadable()) {
            more = switch (state) {
                case HEAD -> readHead(in);
                case BODY -> readBody(in);
                case TUNNEL -> readTunnel(in);
                case ANSWER_DUE -> false;
                case DISCARDED -> {
                    in.skipBytes(in.readableBytes());
                    yield false;
                }
            };
        }
    }

    private boolean readHead(ByteBuf in) {
        RequestHead current = head;
        if (current == null) {
            current = shared.heads().takeRequest();
            head = current;
            headBeganNanos = System.nanoTime();
        }
        return switch (shared.parser().parse(in, current)) {
            case INCOMPLETE -> {
                connection.headIsIncomplete(headBeganNanos);
                yield false;
            }
            case REFUSED -> {
                state = State.DISCARDED;
                connection.refuse(Failure.BAD_REQUEST, current.refusal());
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
        RequestEvents told = stream.exchange();
        if (decoder == null || told == null) {
            throw new IllegalStateException("a body without a request");
        }
        ByteBuf data = decoder.next(in);
        if (data != null) {
            told.onRequestData(data);
        }
        Refusal refusal = decoder.refusal();
        if (refusal != null) {
            state = State.DISCARDED;
            told.onRequestFailed(Failure.BAD_REQUEST, refusal);
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

    /** The head that is being read or was read last; null between requests. */
    @Nullable
    RequestHead head() {
        return head;
    }

    /** From the first byte of the head being read until now; 0 if there is none. */
    long headNanos(long nowNanos) {
        return head == null ? 0 : nowNanos - headBeganNanos;
    }

    /** Whether nothing of a next request has come yet. */
    boolean isBetweenRequests() {
        return state == State.HEAD && !isInHead();
    }

    /** Whether a head has begun to come, and not ended. */
    boolean isInHead() {
        return state == State.HEAD && head != null && hasBegun(head);
    }

    /** An empty line before a request is none of it (RFC 9112, section 2.2). */
    private static boolean hasBegun(RequestHead head) {
        return head.fields().filled() > EMPTY_LINE_BYTES || head.bytes()[0] != '\r';
    }

    /** Whether the last request came whole. */
    boolean isWhole() {
        return state == State.ANSWER_DUE;
    }

    /** Whether bytes have no framing any more. */
    boolean isInTunnel() {
        return state == State.TUNNEL;
    }

    void startTunnel() {
        state = State.TUNNEL;
    }

    /** The exchange is over: another request may follow. */
    void startOver() {
        giveHead();
        body = null;
        state = State.HEAD;
    }

    /** Nothing that still comes is read; the head is given back. */
    void discard() {
        giveHead();
        state = State.DISCARDED;
    }

    private void giveHead() {
        RequestHead current = head;
        head = null;
        if (current != null) {
            shared.heads().give(current);
        }
    }
}
