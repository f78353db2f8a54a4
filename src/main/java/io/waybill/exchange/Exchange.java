package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.route.Route;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The life of one request: pick a server, connect, forward, perhaps try another server, finish. The file to read first;
 * the numbers are the steps of docs/life-of-a-request.md.
 *
 * <p>Begun by {@link ExchangeFactory}. Events come from the client's stream ({@link RequestEvents}), from the current
 * {@link Attempt}, and from {@link ExchangeTimer}; each of them may end the exchange, after which nothing it is told has
 * any effect. Where it stands is its {@link Phase}. Confined to one event loop.
 */
final class Exchange implements RequestEvents {

    private final ExchangeFactory factory;
    private final ClientStream client;
    private final @Nullable RequestHead request;
    private final ExchangeRecorder recorder;
    private final RequestBody body;
    private final ExchangeTimer timer;
    private final Attempts attempts = new Attempts();
    private final Reply reply;

    private Phase phase = Phase.PICKING;
    private @Nullable Route route;
    private @Nullable Tunnel tunnel;
    private int rewritten;
    private boolean connectCallRuns;

    /** @param request the head, owned by the client's stream until the exchange is over; null if it was refused */
    Exchange(ExchangeFactory factory, ClientStream client, @Nullable RequestHead request, ExchangeRecorder recorder) {
        this.factory = factory;
        this.client = client;
        this.request = request;
        this.recorder = recorder;
        this.body = new RequestBody(client, request == null || !request.hasBody());
        this.reply = new Reply(client, recorder);
        this.timer = new ExchangeTimer(this, factory.loop().deadlines());
    }

    /** Knows whose request this is, and its ID. */
    ExchangeRecorder recorder() {
        return recorder;
    }

    // ---- 4: which pool

    /** Follows the route that was found for the request. */
    void begin(@Nullable Route found, RequestHead head, long nowNanos) {
        route = found;
        if (found == null) {
            fail(Failure.NO_ROUTE, null);
            return;
        }
        Pool pool = found.poolNow();
        recorder.pool(pool == null ? found.pool() : pool);
        if (pool == null) {
            answer(factory.localResponse().fixed(found, recorder.id(), head));
            return;
        }
        if (!found.admits(head.bodyLength())) {
            fail(Failure.BODY_TOO_LARGE, null);
            return;
        }
        rewritten = factory.requestRewriter().rewrite(head, recorder.id(), client.client(), found);
        timer.total(Grpc.totalNanos(head, pool.settings().totalNanos()), nowNanos);
        attempt(pool, pool.pick(), Attempts.reuse(head), nowNanos);
    }

    // ---- 5, 6, 7: which server, an attempt, a connection

    private void attempt(Pool pool, @Nullable Server server, Reuse reuse, long nowNanos) {
        if (server == null) {
            fail(Failure.NO_SERVER, null);
            return;
        }
        Attempt next = Attempt.begin(this, pool, server, factory.loop().index(), nowNanos);
        attempts.add(next);
        phase = phase.to(Phase.CONNECTING);
        connectCallRuns = true;
        factory.connector().connect(pool, server, reuse, next);
        connectCallRuns = false;
    }

    // ---- 8: the head goes out

    void onConnected(Attempt connected, UpstreamStream stream, long nowNanos) {
        RequestHead head = Objects.requireNonNull(request);
        phase = phase.to(Phase.FORWARDING);
        factory.requestRewriter().address(head, rewritten, connected.pool(), connected.server());
        stream.writeHead(head, connected);
        body.sendTo(stream);
        timer.expectAnswer(connected.pool().settings(), body.isComplete(), nowNanos);
        // An idle connection answers within the call, while the client's bytes are still being read: what belongs to
        // the head may follow, and onRequestReadComplete flushes both at once.
        if (!connectCallRuns) {
            stream.flush();
        }
    }

    @Override
    public void onRequestData(ByteBuf data) {
        body.add(data);
        if (route != null && !route.admits(body.received()) && phase != Phase.TUNNELLING) {
            onRequestFailed(Failure.BODY_TOO_LARGE, null);
        }
    }

    @Override
    public void onRequestEnd(@Nullable FieldSection trailers) {
        if (tunnel != null) {
            tunnel.clientEnded();
        }
        factory.requestRewriter().rewriteTrailers(trailers, route);
        body.end(trailers);
        Attempt current = attempts.current();
        if (phase == Phase.FORWARDING && current != null) {
            timer.expectAnswer(current.pool().settings(), true, System.nanoTime());
        }
    }

    @Override
    public void onRequestReadComplete() {
        body.flush();
        if ((!body.isComplete() || phase == Phase.TUNNELLING) && phase != Phase.FINISHED) {
            timer.progressed(System.nanoTime());
        }
    }

    void onUpstreamWritable() {
        timer.progressed(System.nanoTime());
        body.onWritable();
    }

    // ---- another attempt, as long as no response head has come

    void onAttemptFailed(Attempt failed, Failure failure, @Nullable Refusal refusal) {
        RequestHead head = Objects.requireNonNull(request);
        Server next = phase.isAnswered() ? null : attempts.next(failure, head, body);
        if (next == null) {
            fail(failure, refusal);
            return;
        }
        long now = System.nanoTime();
        recorder.retried(failed);
        endAttempt(failure, now);
        timer.expectNothing(now);
        phase = phase.to(Phase.PICKING);
        attempt(failed.pool(), next, Attempts.reuseAfter(failure, head), now);
        body.flush();
    }

    // ---- 9: the response head comes

    void onInformational(ResponseHead head) {
        timer.progressed(System.nanoTime());
        reply.informational(head, route);
    }

    void onResponseHead(ResponseHead head, Pool pool, long nowNanos) {
        boolean switches = head.status() == 101;
        phase = phase.to(switches ? Phase.TUNNELLING : Phase.RESPONDING);
        tunnel = switches ? Tunnel.open(factory.protocols()) : null;
        timer.expectData(pool.settings(), switches, nowNanos);
        reply.head(head, route, body.isComplete(), nowNanos);
    }

    // ---- 10: the body flows

    void onResponseData(ByteBuf data) {
        if (!reply.data(data)) {
            attempts.setReading(false);
        }
    }

    void onResponseReadComplete() {
        client.flush();
        // The time to the response head is that of the whole head, however slowly it comes.
        if (phase != Phase.FORWARDING) {
            timer.progressed(System.nanoTime());
        }
    }

    @Override
    public void onClientWritable() {
        if (phase == Phase.FINISHED) {
            return;
        }
        timer.progressed(System.nanoTime());
        attempts.setReading(true);
    }

    void onResponseEnd(@Nullable FieldSection trailers) {
        endAttempt(null, System.nanoTime());
        factory.responseRewriter().rewriteTrailers(trailers, route);
        drain(trailers);
    }

    // ---- 11, 12: the end

    @Override
    public void onResponseWritten() {
        finish();
    }

    @Override
    public void onRequestFailed(Failure failure, @Nullable Refusal refusal) {
        // A response that is complete already stays what it is.
        if (phase != Phase.DRAINING) {
            fail(failure, refusal);
        }
    }

    @Override
    public void onClientGone() {
        if (phase == Phase.FINISHED) {
            return;
        }
        boolean inGoodOrder = tunnel != null && tunnel.hasClientEnded();
        Failure failure = inGoodOrder ? null : Failure.CLIENT_GONE;
        if (failure != null) {
            recorder.failed(failure, null, phase);
        }
        endAttempt(failure, System.nanoTime());
        finish();
    }

    /** The step that was waited for is late, or the whole exchange is. */
    void onTimeout(Failure late) {
        Failure failure = Stall.judge(late, phase, reply, request, body);
        if (failure == null) {
            timer.progressed(System.nanoTime());
        } else {
            fail(failure, null);
        }
    }

    /** Ends the exchange badly: with an answer of Waybill's own if the client has had none, else by what is left to do. */
    void fail(Failure failure, @Nullable Refusal refusal) {
        if (phase == Phase.FINISHED) {
            return;
        }
        recorder.failed(failure, refusal, phase);
        endAttempt(failure, System.nanoTime());
        if (!phase.isAnswered()) {
            answer(factory.localResponse().failure(failure, refusal, recorder.id(), request));
            return;
        }
        FieldSection lastWords = phase == Phase.RESPONDING ? reply.lastWords(failure, request) : null;
        if (lastWords != null) {
            drain(lastWords);
        } else {
            client.abort();
            finish();
        }
    }

    private void answer(LocalAnswer answer) {
        phase = phase.to(Phase.RESPONDING);
        reply.answer(answer, request != null && body.isComplete());
        drain(null);
    }

    private void drain(@Nullable FieldSection trailers) {
        phase = phase.to(Phase.DRAINING);
        body.discard();
        client.end(trailers);
        if (phase == Phase.DRAINING) {
            reply.clientIsBehind();
            timer.expect(Failure.CLIENT_IDLE, factory.drainNanos(), System.nanoTime());
        }
    }

    private void endAttempt(@Nullable Failure failure, long nowNanos) {
        body.detach();
        attempts.endCurrent(failure, body.sent(), nowNanos);
    }

    private void finish() {
        if (phase == Phase.FINISHED) {
            return;
        }
        timer.stop();
        body.discard();
        if (tunnel != null) {
            tunnel.close();
        }
        recorder.finish(request, body, attempts);
        phase = phase.to(Phase.FINISHED);
    }
}
