package io.waybill.upstream;

import io.waybill.exchange.Reuse;
import io.waybill.pool.PoolSettings;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop to one server that wait for work. The newest is taken first, so that the oldest age and are
 * closed: before the server is likely to do so itself, which would cost the next request an attempt. Confined to one
 * event loop.
 */
final class IdleConnections {

    /** Oldest first. */
    private final ArrayDeque<Http1Connection> waiting = new ArrayDeque<>(4);

    /** The newest connection that can still be used, or null. */
    @Nullable
    Http1Connection take(Reuse reuse, PoolSettings settings, long nowNanos) {
        for (Http1Connection newest = waiting.pollLast(); newest != null; newest = waiting.pollLast()) {
            boolean open = reuse == Reuse.SURELY_OPEN ? newest.isSurelyOpen() : newest.isOpen();
            boolean waited = newest.hasWaited(settings.idleTimeoutNanos(), nowNanos);
            if (open && !waited && !isTooOld(newest, settings, nowNanos)) {
                return newest;
            }
            newest.close();
        }
        return null;
    }

    /** Keeps the connection, or closes it if there are enough. */
    void give(Http1Connection connection, PoolSettings settings, long nowNanos) {
        if (waiting.size() >= settings.idlePerServer() || isTooOld(connection, settings, nowNanos)) {
            connection.close();
        } else {
            connection.idleSince(nowNanos);
            waiting.addLast(connection);
        }
    }

    /** It was closed by the server. */
    void remove(Http1Connection connection) {
        waiting.removeLastOccurrence(connection);
    }

    /** Closes those that have waited for too long, and those that are too old for another request. */
    void closeExpired(PoolSettings settings, long nowNanos) {
        for (int left = waiting.size(); left > 0; left--) {
            Http1Connection next = waiting.pollFirst();
            if (next == null) {
                return;
            }
            if (next.hasWaited(settings.idleTimeoutNanos(), nowNanos) || isTooOld(next, settings, nowNanos)) {
                next.close();
            } else {
                waiting.addLast(next);
            }
        }
    }

    void closeAll() {
        for (Http1Connection next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            next.close();
        }
    }

    int size() {
        return waiting.size();
    }

    private static boolean isTooOld(Http1Connection connection, PoolSettings settings, long nowNanos) {
        long mostNanos = settings.maxAgeNanos();
        return mostNanos > 0 && nowNanos - connection.openedNanos() >= mostNanos;
    }
}
