package io.waybill.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is drained for as long as this process lives: each drain holds for a short time only and is ordered again
 * and again, so that nothing stays drained when the process is killed. {@link #take} and then {@link #giveBack}, once
 * each; safe from any thread.
 */
final class RollLease {

    private static final int ORDERS_PER_LEASE = 4;

    private final ServerChanges changes;
    private final Target target;
    private final Duration length;
    private final String reason;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(RollLease::thread);

    /**
     * How a server is when its lease is over. Immutable.
     *
     * @param ready whether it gets requests, as far as we have a say in that
     * @param text for the operator; empty if it was never drained
     */
    record End(boolean ready, String text) {}

    private boolean held;
    private boolean lost;
    private @Nullable End end;

    /** @param length how long the server stays drained if this process dies */
    RollLease(ServerChanges changes, Target target, Duration length, String reason) {
        this.changes = changes;
        this.target = target;
        this.length = length;
        this.reason = reason;
    }

    /** Drains the server; fails if that is not possible, or if the lease was given back before. */
    synchronized void take() {
        if (end != null) {
            throw CommandFailure.failed("interrupted");
        }
        // Before the order, as its answer may be lost though it was carried out.
        held = true;
        drain();
        long pauseMillis = length.toMillis() / ORDERS_PER_LEASE;
        renewals.scheduleWithFixedDelay(this::renew, pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
    }

    /** Gives the server requests again if it was drained. Called once more, it tells what came of that. */
    synchronized End giveBack() {
        renewals.shutdownNow();
        if (end == null) {
            end = held ? givenBack() : new End(true, "");
            held = false;
        }
        return end;
    }

    private End givenBack() {
        try {
            if (lost || changes.facts(target).isInMaintenance()) {
                return new End(false, "somebody else has taken " + target + " into maintenance, where it stays");
            }
            changes.apply(target, change("ready"));
            return new End(true, target + " is ready again");
        } catch (CommandFailure e) {
            String text = target + " could not be made ready (" + e.text() + "), but its drain ends by itself within ";
            return new End(false, text + Times.text(length));
        }
    }

    private synchronized void renew() {
        if (!held || lost) {
            return;
        }
        try {
            lost = changes.facts(target).isInMaintenance();
            if (!lost) {
                drain();
            }
        } catch (CommandFailure e) {
            // Waybill may be away for a moment; the next order comes well before the drain ends.
        }
    }

    private void drain() {
        changes.apply(target, change("drain").put("ttl", Times.text(length)));
    }

    private ObjectNode change(String state) {
        return ServerChanges.change().put("state", state).put("reason", reason);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "waybill-roll-lease");
        thread.setDaemon(true);
        return thread;
    }
}
