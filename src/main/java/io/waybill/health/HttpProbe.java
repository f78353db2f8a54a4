package io.waybill.health;

import io.netty.buffer.ByteBuf;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Failure;
import io.waybill.exchange.ResponseEvents;
import io.waybill.exchange.Reuse;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server over HTTP, on the connection that the last check left open if there is one. Redirects are not followed.
 * Confined to one event loop.
 */
final class HttpProbe implements RunningProbe, ConnectEvents, ResponseEvents {

    private static final byte[] NO_ID = {};

    private final CheckLoop on;
    private final HttpTarget target;
    private final boolean down;
    private final Consumer<Verdict> told;
    private final byte[] id;

    private Answer answer;
    private @Nullable UpstreamStream stream;
    private boolean connected;
    private boolean reused;
    private boolean again;
    private boolean inHandshake;
    private boolean over;

    /** @param down whether the server is down, so that it cannot be drained */
    HttpProbe(CheckLoop on, HttpTarget target, boolean down, Consumer<Verdict> told) {
        this.on = on;
        this.target = target;
        this.down = down;
        this.told = told;
        this.id = on.nextId();
        this.answer = target.question().answer(down);
    }

    @Override
    public void begin() {
        connect(Reuse.ANY);
    }

    private void connect(Reuse reuse) {
        on.connector().connect(target.shadow().pool(), target.shadow().server(), reuse, this);
    }

    // ---- the request

    @Override
    public boolean onConnected(UpstreamStream newStream) {
        if (over) {
            newStream.cancel();
            return true;
        }
        connected = true;
        stream = newStream;
        reused = newStream.isReused();
        RequestHead head = on.heads().takeRequest();
        try {
            target.question().writeTo(head, id);
            newStream.writeHead(head, this);
        } finally {
            on.heads().give(head);
        }
        target.question().writeBody(newStream, on.allocator());
        newStream.end(null);
        newStream.flush();
        return true;
    }

    @Override
    public @Nullable ClientAddress client() {
        return null;
    }

    @Override
    public byte[] requestId() {
        return NO_ID;
    }

    @Override
    public void onHandshake() {
        inHandshake = true;
    }

    @Override
    public void onConnectFailed(Failure failure) {
        tell(ConnectProbe.ofFailure(failure, inHandshake));
    }

    // ---- the answer

    @Override
    public void onInformational(ResponseHead head) {}

    @Override
    public void onResponseHead(ResponseHead head) {
        if (!over && answer.head(head)) {
            closeAndTell();
        }
    }

    @Override
    public void onResponseData(ByteBuf data) {
        try {
            if (!over && answer.data(data)) {
                closeAndTell();
            }
        } finally {
            data.release();
        }
    }

    @Override
    public void onResponseEnd(@Nullable FieldSection trailers) {
        stream = null;
        if (!over) {
            tell(answer.verdict(trailers));
        }
    }

    @Override
    public void onResponseReadComplete() {}

    @Override
    public void onUpstreamWritable() {}

    @Override
    public void onUpstreamFailed(Failure failure, @Nullable Refusal refusal) {
        stream = null;
        if (over) {
            return;
        }
        if (reused && !again && (failure == Failure.SERVER_CLOSED || failure == Failure.STREAM_REFUSED)) {
            // The server closed the connection while it was idle, as it may: that says nothing of how it is now. But
            // only once: one that resets every stream lets its connection live, and would be asked without end.
            again = true;
            connected = false;
            inHandshake = false;
            answer = target.question().answer(down);
            connect(Reuse.NONE);
            return;
        }
        String text = refusal == null ? failure.word() : failure.word() + ": " + refusal.sentence();
        tell(new Verdict(failure == Failure.INTERNAL ? CheckCode.SOCKERR : CheckCode.L7RSP, answer.status(), text));
    }

    // ---- the verdict

    /** The rest of the answer would cost more than a connection. */
    private void closeAndTell() {
        Verdict verdict = answer.verdict(null);
        closeStream();
        tell(verdict);
    }

    private void tell(Verdict verdict) {
        if (!over) {
            over = true;
            told.accept(verdict);
        }
    }

    @Override
    public Verdict timeOut() {
        cancel();
        if (!connected) {
            return ConnectProbe.ofFailure(Failure.CONNECT_TIMEOUT, inHandshake);
        }
        int status = answer.status();
        return new Verdict(CheckCode.L7TOUT, status, status == 0 ? "no answer in time" : "answer not complete in time");
    }

    @Override
    public void cancel() {
        over = true;
        closeStream();
    }

    private void closeStream() {
        UpstreamStream closing = stream;
        stream = null;
        if (closing != null) {
            closing.cancel();
        }
    }
}
