package io.waybill.app;

import io.waybill.frontend.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The end of a proxy: no more connections, what runs may finish, for a while. Used once, by a thread that may wait. */
public final class Drain {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<Listener> listeners;
    private final RunningStats stats;

    /**
     * How a drain ended.
     *
     * @param finished exchanges that ended on their own while it ran
     * @param cut exchanges that did not
     */
    public record Result(long finished, long cut) {}

    Drain(List<Listener> listeners, RunningStats stats) {
        this.listeners = listeners;
        this.stats = stats;
    }

    Result run(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long before = stats.exchangesFinished();
        listeners.forEach(Listener::stopAccepting);
        listeners.forEach(Listener::drain);
        while (hasConnections() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        long finished = stats.exchangesFinished() - before;
        long cut = stats.exchangesInFlight();
        listeners.forEach(Listener::closeAll);
        return new Result(finished, cut);
    }

    private boolean hasConnections() {
        return listeners.stream().anyMatch(listener -> listener.connections() > 0);
    }
}
