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
 * Asks a server by HTTP/1.1, on the connection that the last check left open if there is one. The whole answer is read,
 * so that the connection can serve the next check as well, unless it is longer than {@value #MOST_BODY_BYTES} bytes.
 * Redirects are not followed. Confined to one event loop.
 */
final class HttpProbe implements RunningProbe, ConnectEvents, ResponseEvents {

    static final int MOST_BODY_BYTES = 1 << 20;

    private final CheckLoop on;
    private final HttpTarget target;
    private final boolean down;
    private final Consumer<Verdict> told;
    private final byte[] id;

    private @Nullable UpstreamStream stream;
    private @Nullable BodySample sample;
    private boolean connected;
    private boolean reused;
    private boolean large;
    private boolean over;
    private long bodyBytes;
    private int status;

    /** @param down whether the server is down, so that it cannot be drained */
    HttpProbe(CheckLoop on, HttpTarget target, boolean down, Consumer<Verdict> told) {
        this.on = on;
        this.target = target;
        this.down = down;
        this.told = told;
        this.id = on.nextId();
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
            target.request().writeTo(head, id);
            newStream.writeHead(head, this);
        } finally {
            on.heads().give(head);
        }
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
        return new byte[0];
    }

    @Override
    public void onConnectFailed(Failure failure) {
        tell(ConnectProbe.ofFailure(failure));
    }

    // ---- the answer

    @Override
    public void onInformational(ResponseHead head) {}

    @Override
    public void onResponseHead(ResponseHead head) {
        if (over) {
            return;
        }
        status = head.status();
        large = head.bodyLength() > MOST_BODY_BYTES;
        if (target.expectation().readsBody()) {
            sample = new BodySample();
        } else if (large) {
            closeAndTell();
        }
    }

    @Override
    public void onResponseData(ByteBuf data) {
        try {
            if (!over) {
                read(data);
            }
        } finally {
            data.release();
        }
    }

    private void read(ByteBuf data) {
        bodyBytes += data.readableBytes();
        BodySample reading = sample;
        boolean enough = bodyBytes > MOST_BODY_BYTES;
        if (reading != null) {
            reading.add(data);
            enough |= large && reading.isFull();
        }
        if (enough) {
            closeAndTell();
        }
    }

    @Override
    public void onResponseEnd(@Nullable FieldSection trailers) {
        stream = null;
        tell(ofAnswer());
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
        if (failure == Failure.SERVER_CLOSED && reused) {
            // The server closed the connection while it was idle, as it may: that says nothing of how it is now.
            connected = false;
            connect(Reuse.NONE);
            return;
        }
        String text = refusal == null ? failure.word() : failure.word() + ": " + refusal.sentence();
        tell(new Verdict(failure == Failure.INTERNAL ? CheckCode.SOCKERR : CheckCode.L7RSP, status, text));
    }

    // ---- the verdict

    private Verdict ofAnswer() {
        return target.expectation().verdict(status, sample, down);
    }

    /** The rest of the answer would cost more than a connection. */
    private void closeAndTell() {
        Verdict verdict = ofAnswer();
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
            return ConnectProbe.ofFailure(Failure.CONNECT_TIMEOUT);
        }
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
