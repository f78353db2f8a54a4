package io.waybill.health;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Checks that are to be made at once, but not all of them at one instant: at the start two thousand servers would need as
 * many sockets. One alone is made without delay; two thousand take about 150 ms. Confined to one event loop.
 */
final class FirstProbes {

    private static final long STEP_MILLIS = 5;

    /** Checks begun in one step at least. */
    private static final int LEAST = 25;

    /**
     * No further check is begun in a step that has taken so long. Otherwise, on a machine that is busy or a program that has
     * just started, answers would wait for their turn until they are too late.
     */
    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** So many-th part of what waits is begun in one step. */
    private static final int PART = 10;

    private final EventLoop eventLoop;
    private final ArrayDeque<ServerCheck> waiting = new ArrayDeque<>();
    private boolean stepping;

    FirstProbes(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Has {@link ServerCheck#firstTurn} called soon. */
    void add(ServerCheck check) {
        waiting.addLast(check);
        if (!stepping) {
            stepping = true;
            // Not yet: more may be on their way, and while they come nobody reads answers.
            eventLoop.execute(this::step);
        }
    }

    private void step() {
        // First of all: the next step comes whatever happens in this one.
        var unused = eventLoop.schedule(this::nextStep, STEP_MILLIS, TimeUnit.MILLISECONDS);
        int count = Math.max(LEAST, waiting.size() / PART);
        long end = System.nanoTime() + BUSY_NANOS;
        ServerCheck next = waiting.pollFirst();
        while (next != null) {
            next.firstTurn();
            next = --count > 0 && System.nanoTime() - end < 0 ? waiting.pollFirst() : null;
        }
    }

    private void nextStep() {
        if (waiting.isEmpty()) {
            stepping = false;
        } else {
            step();
        }
    }
}
