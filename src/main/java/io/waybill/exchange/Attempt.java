package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.ResponseHead;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.stats.TrafficCounters;
import org.jspecify.annotations.Nullable;

/**
 * One try to have one server answer an exchange. Counts up at its server when it begins and down once when it ends; what
 * a connection tells after that does not reach the exchange. Confined to one event loop.
 */
final class Attempt implements ConnectEvents, ResponseEvents {

    static final int NO_FAILURE = -1;

    private final Exchange exchange;
    private final Pool pool;
    private final Server server;
    private final TrafficCounters counters;
    private final long beganNanos;

    private @Nullable UpstreamStream stream;
    private long connectNanos = ExchangeRecord.NOT_REACHED;
    private long sentNanos;
    private long responseNanos = ExchangeRecord.NOT_REACHED;
    private long responseBytes;
    private int status;
    private boolean reused;
    private boolean ended;

    private Attempt(Exchange exchange, Pool pool, Server server, int loop, long nowNanos) {
        this.exchange = exchange;
        this.pool = pool;
        this.server = server;
        this.counters = server.traffic().loop(loop);
        this.beganNanos = nowNanos;
    }

    /** Begins an attempt; {@link #end} must follow. */
    static Attempt begin(Exchange exchange, Pool pool, Server server, int loop, long nowNanos) {
        Attempt attempt = new Attempt(exchange, pool, server, loop, nowNanos);
        server.attemptBegan();
        attempt.counters.began();
        return attempt;
    }

    /** Ends the attempt, once; gives up its stream if the response is not complete. */
    void end(@Nullable Failure failure, long requestBytes, long nowNanos) {
        if (ended) {
            return;
        }
        ended = true;
        server.attemptEnded();
        counters.finished(status, failure == null ? NO_FAILURE : failure.number(), requestBytes, responseBytes);
        if (status != 0) {
            counters.timed(nowNanos - beganNanos, responseNanos);
        }
        UpstreamStream abandoned = stream;
        stream = null;
        if (abandoned != null) {
            abandoned.cancel();
        }
    }

    /** Another attempt follows this one. */
    void countRetry() {
        counters.retried();
    }

    Pool pool() {
        return pool;
    }

    Server server() {
        return server;
    }

    /** The stream to the server; null before the connection stands and after the response is complete. */
    @Nullable
    UpstreamStream stream() {
        return stream;
    }

    /** Whether its connection had served other requests before. */
    boolean isOnReusedConnection() {
        return reused;
    }

    /** From the begin of the attempt until its connection stood; zero for a reused one. */
    long connectNanos() {
        return connectNanos;
    }

    /** From the request sent to the response head. */
    long responseNanos() {
        return responseNanos;
    }

    @Override
    public boolean onConnected(UpstreamStream connected) {
        if (ended) {
            return false;
        }
        long now = System.nanoTime();
        stream = connected;
        reused = connected.isReused();
        connectNanos = reused ? 0 : now - beganNanos;
        sentNanos = now;
        exchange.onConnected(this, connected, now);
        return true;
    }

    @Override
    public ClientAddress client() {
        return exchange.recorder().client();
    }

    @Override
    public byte[] requestId() {
        return exchange.recorder().id();
    }

    @Override
    public void onConnectFailed(Failure failure) {
        if (!ended) {
            exchange.onAttemptFailed(this, failure, null);
        }
    }

    @Override
    public void onInformational(ResponseHead head) {
        if (!ended) {
            exchange.onInformational(head);
        }
    }

    @Override
    public void onResponseHead(ResponseHead head) {
        if (!ended) {
            long now = System.nanoTime();
            status = head.status();
            responseNanos = now - sentNanos;
            exchange.onResponseHead(head, pool, now);
        }
    }

    @Override
    public void onResponseData(ByteBuf data) {
        if (ended) {
            data.release();
        } else {
            responseBytes += data.readableBytes();
            exchange.onResponseData(data);
        }
    }

    @Override
    public void onResponseEnd(@Nullable FieldSection trailers) {
        stream = null;
        if (!ended) {
            exchange.onResponseEnd(trailers);
        }
    }

    @Override
    public void onResponseReadComplete() {
        if (!ended) {
            exchange.onResponseReadComplete();
        }
    }

    @Override
    public void onUpstreamWritable() {
        if (!ended) {
            exchange.onUpstreamWritable();
        }
    }

    @Override
    public void onUpstreamFailed(Failure failure, @Nullable Refusal refusal) {
        stream = null;
        if (!ended) {
            exchange.onAttemptFailed(this, failure, refusal);
        }
    }
}
