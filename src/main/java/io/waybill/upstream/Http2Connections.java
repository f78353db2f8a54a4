package io.waybill.upstream;

import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Failure;
import io.waybill.exchange.Reuse;
import io.waybill.net.Deadline;
import io.waybill.pool.PoolSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/2 connections of one loop to one server: one, and further ones when it has as many streams as the server takes.
 * While a connection is being made, those who want a stream wait for it, for as long as a connection may take. Confined to
 * one event loop.
 */
final class Http2Connections implements Deadline.Expiry {

    /** What a server is thought to take before it has said so. */
    private static final int FIRST_GUESS = 100;

    private static final int MOST_OPENINGS = 4;
    private static final int MOST_WAITING = 16_384;

    private record Waiter(ConnectEvents events, long deadlineNanos) {}

    private final ServerConnections owner;
    private final List<Http2Connection> connections = new ArrayList<>(2);
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>(0);
    private final Deadline deadline = new Deadline(this);

    private int openings;
    private int streamsEach = FIRST_GUESS;

    Http2Connections(ServerConnections owner) {
        this.owner = owner;
    }

    /** Gives the exchange a stream, now or when there is one. */
    void connect(Reuse reuse, ConnectEvents events) {
        Http2Connection connection = find(reuse);
        if (connection != null) {
            give(connection, events);
        } else if (waiting.size() >= MOST_WAITING) {
            events.onConnectFailed(Failure.CONNECT_FAILED);
        } else {
            long deadlineNanos = System.nanoTime() + owner.settings().connectNanos();
            waiting.addLast(new Waiter(events, deadlineNanos));
            if (!deadline.isSet()) {
                owner.loop().deadlines().set(deadline, deadlineNanos);
            }
            openMore();
        }
    }

    /** Where nothing may be lost the kernel is asked. A connection that failed is not here any more. */
    private @Nullable Http2Connection find(Reuse reuse) {
        long now = System.nanoTime();
        PoolSettings settings = owner.settings();
        for (int i = connections.size() - 1; i >= 0; i--) {
            Http2Connection next = connections.get(i);
            if (next.hasRoom(settings, now) && (reuse == Reuse.ANY || next.isSurelyOpen())) {
                return next;
            }
        }
        return null;
    }

    private void give(Http2Connection connection, ConnectEvents events) {
        Http2UpstreamStream stream = connection.streams().make();
        if (events.onConnected(stream) && stream.isReused()) {
            owner.counters().reused();
        }
    }

    private void openMore() {
        while (openings < MOST_OPENINGS && (long) openings * streamsEach < waiting.size()) {
            openings++;
            owner.open(null);
        }
    }

    // ---- what becomes of an opening

    /**
     * A connection stands: those who wait get their streams.
     *
     * @param asker who it was opened for, if not for those who wait
     * @param current whether servers are spoken to in that way still; those who wait are not sent by another one
     */
    void stands(Http2Connection connection, @Nullable ConnectEvents asker, boolean current) {
        connections.add(connection);
        if (asker == null) {
            openings--;
        } else {
            give(connection, asker);
        }
        if (!current) {
            connection.leave();
            openMore();
            return;
        }
        if (connection.mostStreams() == 0) {
            connection.leave();
            failAll(Failure.STREAM_REFUSED);
            return;
        }
        streamsEach = connection.mostStreams();
        long now = System.nanoTime();
        while (!waiting.isEmpty() && connection.hasRoom(owner.settings(), now)) {
            give(connection, waiting.removeFirst().events());
        }
        openMore();
        if (connection.isIdle()) {
            becameIdle(connection);
        }
    }

    /**
     * The server chose HTTP/1.1: one of those who wait gets this connection, and each of the others one of its own.
     *
     * @param current as for the other
     */
    void stands(Http1Connection connection, boolean current) {
        openings--;
        if (!current) {
            owner.release(connection);
            openMore();
            return;
        }
        Waiter first = waiting.pollFirst();
        if (first == null || !first.events().onConnected(connection)) {
            owner.release(connection);
        }
        for (Waiter next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            owner.open(next.events());
        }
    }

    void shakesHands() {
        waiting.forEach(each -> each.events().onHandshake());
    }

    void failed(Failure failure) {
        openings--;
        if (openings == 0) {
            failAll(failure);
        }
    }

    private void failAll(Failure failure) {
        List<Waiter> all = List.copyOf(waiting);
        waiting.clear();
        for (Waiter each : all) {
            each.events().onConnectFailed(failure);
        }
    }

    /** Whoever has waited for too long gets no stream. */
    @Override
    public void deadlineReached(long nowNanos) {
        Waiter next = waiting.peekFirst();
        while (next != null && nowNanos - next.deadlineNanos() >= 0) {
            waiting.removeFirst();
            next.events().onConnectFailed(Failure.CONNECT_TIMEOUT);
            next = waiting.peekFirst();
        }
        if (next != null) {
            owner.loop().deadlines().set(deadline, next.deadlineNanos());
        }
    }

    // ---- when connections go

    /** It takes no new streams. */
    void remove(Http2Connection connection) {
        connections.remove(connection);
    }

    /** Its last stream is over: it is kept if there are not enough of its kind. */
    void becameIdle(Http2Connection connection) {
        int idle = 0;
        for (int i = 0; i < connections.size(); i++) {
            idle += connections.get(i).isIdle() ? 1 : 0;
        }
        if (owner.isRetired() || idle > owner.settings().idlePerServer()) {
            connection.leave();
        }
    }

    void closeExpired(PoolSettings settings, long nowNanos) {
        for (int i = connections.size() - 1; i >= 0; i--) {
            Http2Connection next = connections.get(i);
            if (next.hasWaited(settings.idleTimeoutNanos(), nowNanos) || next.isTooOld(settings, nowNanos)) {
                next.leave();
            }
        }
    }

    void closeIdle() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            if (connections.get(i).isIdle()) {
                connections.get(i).leave();
            }
        }
    }

    /** None of them takes new streams. */
    void leaveAll() {
        for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).leave();
        }
    }
}
