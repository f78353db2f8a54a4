package io.waybill.exchange;

import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.stats.TrafficCounters;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the {@link ExchangeRecord} of one exchange will say, counts it at its listener and pool, and tells it
 * once. Confined to one event loop.
 */
final class ExchangeRecorder {

    private final ExchangeFactory factory;
    private final ClientStream client;
    private final byte[] id;
    private final long headNanos;
    private final long beganNanos;

    private @Nullable Pool pool;
    private @Nullable TrafficCounters poolCounters;
    private @Nullable Failure failure;
    private @Nullable Refusal refusal;
    private char failedIn = '-';
    private boolean failedInHead;
    private int status;
    private long firstByteNanos = ExchangeRecord.NOT_REACHED;

    /**
     * @param id the ID of the request
     * @param headNanos from the first byte of the request to the end of its head
     * @param nowNanos when the head was complete
     */
    ExchangeRecorder(ExchangeFactory factory, ClientStream client, byte[] id, long headNanos, long nowNanos) {
        this.factory = factory;
        this.client = client;
        this.id = id;
        this.headNanos = headNanos;
        this.beganNanos = nowNanos;
        factory.counters().began();
    }

    ExchangeFactory factory() {
        return factory;
    }

    /** Who sent the request. */
    ClientAddress client() {
        return client.client();
    }

    byte[] id() {
        return id;
    }

    /** The pool that serves, or would serve if it could; null where the route needs none. */
    void pool(@Nullable Pool newPool) {
        if (newPool != null) {
            pool = newPool;
            poolCounters = newPool.traffic().loop(factory.loop().index());
            poolCounters.began();
        }
    }

    /** An attempt failed and another one follows. */
    void retried(Attempt failed) {
        failed.countRetry();
        factory.counters().retried();
        if (poolCounters != null) {
            poolCounters.retried();
        }
    }

    /** The response head, of a server or of Waybill itself, goes to the client now. */
    void responding(int newStatus, long nowNanos) {
        status = newStatus;
        firstByteNanos = nowNanos - beganNanos;
    }

    /** What ended the exchange badly; the first to say so is believed. */
    void failed(Failure newFailure, @Nullable Refusal newRefusal, Phase phase) {
        if (failure == null) {
            failure = newFailure;
            refusal = newRefusal;
            failedIn = phase.letter();
            failedInHead = !phase.isAnswered();
        }
    }

    /** Counts the exchange and tells the listeners of it. */
    void finish(@Nullable RequestHead request, RequestBody body, Attempts attempts) {
        Attempt last = attempts.current();
        long total = System.nanoTime() - beganNanos;
        long received =
                body.received() + (request == null ? 0 : request.fields().filled());
        long sent = client.bytesWritten();
        count(factory.counters(), received, sent, total);
        if (poolCounters != null) {
            count(poolCounters, received, sent, total);
        }
        if (factory.listeners().isEmpty()) {
            return;
        }
        ExchangeRecord.Timers timers = new ExchangeRecord.Timers(
                headNanos,
                last == null ? ExchangeRecord.NOT_REACHED : 0,
                last == null ? ExchangeRecord.NOT_REACHED : last.connectNanos(),
                last == null ? ExchangeRecord.NOT_REACHED : last.responseNanos(),
                total,
                firstByteNanos);
        ExchangeRecord told = new ExchangeRecord(
                factory.listener().name(),
                client.client(),
                request,
                id,
                pool,
                last == null ? null : last.server(),
                attempts.count(),
                status,
                failure,
                failedIn,
                refusal == null ? null : refusal.sentence(),
                received,
                sent,
                timers);
        for (ExchangeListener listener : factory.listeners()) {
            listener.finished(told);
        }
    }

    private void count(TrafficCounters counters, long received, long sent, long totalNanos) {
        counters.finished(statusThatCounts(), failure == null ? Attempt.NO_FAILURE : failure.number(), received, sent);
        counters.timed(totalNanos, firstByteNanos);
    }

    /** A gRPC client is told of a failure under a 200, which is not to hide it from those who watch the figures. */
    private int statusThatCounts() {
        if (failure != null && failedInHead && status == 200 && failure.status() != 0) {
            return failure.status();
        }
        return status;
    }
}
