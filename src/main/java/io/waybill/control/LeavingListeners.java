package io.waybill.control;

import io.waybill.frontend.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of listeners that the configuration does not have any more: their connections may finish for a while, then they
 * are cut. Confined to the thread given to it.
 */
final class LeavingListeners {

    private static final Logger LOG = LoggerFactory.getLogger(LeavingListeners.class);
    private static final long LOOK_MILLIS = 200;

    private final ListenerSet listeners;
    private final ScheduledExecutorService thread;

    LeavingListeners(ListenerSet listeners, ScheduledExecutorService thread) {
        this.listeners = listeners;
        this.thread = thread;
    }

    /** Those that are leaving now have that much time. */
    void follow(Duration patience) {
        List<OpenListener> gone = listeners.leaving();
        if (!gone.isEmpty()) {
            look(gone, System.nanoTime() + patience.toNanos());
        }
    }

    private void look(List<OpenListener> gone, long deadline) {
        listeners.sweep();
        List<OpenListener> left =
                listeners.leaving().stream().filter(gone::contains).toList();
        if (left.isEmpty()) {
            return;
        }
        if (System.nanoTime() - deadline >= 0) {
            for (OpenListener open : left) {
                LOG.warn(
                        "listener cut: listener={} address={} connections={}",
                        open.name(),
                        open.address(),
                        connections(open));
                listeners.cut(open);
            }
            return;
        }
        try {
            var unused = thread.schedule(() -> look(left, deadline), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("listeners left open: reason=closing");
        }
    }

    /** Of this one alone: the counters may be shared with the listener that took its place. */
    private static int connections(OpenListener open) {
        Listener listener = open.listener();
        return listener.connections();
    }
}
