package io.waybill.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deadlines of one event loop, in buckets of {@value #TICK_MILLIS} ms: a deadline costs two links, not a scheduled
 * task, and is at most one tick late. Moving a deadline to a later time is one assignment: the wheel looks at it again
 * when its old bucket comes up. Varghese and Lauck, "Hashed and hierarchical timing wheels" (1987), scheme 6. Confined
 * to one event loop.
 */
public final class DeadlineWheel {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);

    public static final int TICK_MILLIS = 100;

    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

    /** Power of two; one turn of the wheel takes 51.2 s. */
    private static final int BUCKETS = 512;

    private final Deadline[] buckets = new Deadline[BUCKETS];
    private long visitedTick;

    public DeadlineWheel(long nowNanos) {
        visitedTick = tickOf(nowNanos);
        for (int i = 0; i < BUCKETS; i++) {
            Deadline anchor = new Deadline(now -> {});
            anchor.previous = anchor;
            anchor.next = anchor;
            buckets[i] = anchor;
        }
    }

    /** Sets the deadline, or moves it if it is set already. */
    public void set(Deadline deadline, long deadlineNanos) {
        deadline.deadlineNanos = deadlineNanos;
        if (deadline.isSet()) {
            if (deadlineNanos - deadline.visitNanos >= 0) {
                return;
            }
            unlink(deadline);
        }
        link(deadline);
    }

    public void cancel(Deadline deadline) {
        if (deadline.isSet()) {
            unlink(deadline);
        }
    }

    /** Tells the owners of all deadlines that have passed. Called by the loop's periodic task. */
    public void advance(long nowNanos) {
        long nowTick = tickOf(nowNanos);
        long first = Math.max(visitedTick + 1, nowTick - BUCKETS + 1);
        visitedTick = nowTick;
        for (long tick = first; tick <= nowTick; tick++) {
            visit(buckets[(int) (tick & (BUCKETS - 1))], nowNanos);
        }
    }

    private void visit(Deadline anchor, long nowNanos) {
        // Take the whole chain out first: an owner may set deadlines, its own among them, into this very bucket.
        Deadline chain = new Deadline(anchor.owner);
        if (anchor.next == anchor || anchor.next == null || anchor.previous == null) {
            return;
        }
        chain.next = anchor.next;
        chain.previous = anchor.previous;
        chain.next.previous = chain;
        chain.previous.next = chain;
        anchor.next = anchor;
        anchor.previous = anchor;
        for (Deadline due = chain.next; due != null && due != chain; due = chain.next) {
            unlink(due);
            if (nowNanos - due.deadlineNanos >= 0) {
                tell(due, nowNanos);
            } else {
                link(due);
            }
        }
    }

    private static void tell(Deadline due, long nowNanos) {
        try {
            due.owner.deadlineReached(nowNanos);
        } catch (RuntimeException bug) {
            // Thrown on, it would take the other deadlines of this bucket with it.
            LOG.error("bug: deadline-of={}", due.owner, bug);
        }
    }

    private void link(Deadline deadline) {
        // Rounded up, so that a bucket comes up when its deadlines have passed, and never one that was visited already.
        long tick = Math.max(tickOf(deadline.deadlineNanos + TICK_NANOS - 1), visitedTick + 1);
        long visit = Math.min(tick, visitedTick + BUCKETS - 1);
        deadline.visitNanos = visit * TICK_NANOS;
        Deadline anchor = buckets[(int) (visit & (BUCKETS - 1))];
        deadline.next = anchor.next;
        deadline.previous = anchor;
        if (anchor.next != null) {
            anchor.next.previous = deadline;
        }
        anchor.next = deadline;
    }

    private static void unlink(Deadline deadline) {
        if (deadline.previous != null && deadline.next != null) {
            deadline.previous.next = deadline.next;
            deadline.next.previous = deadline.previous;
        }
        deadline.previous = null;
        deadline.next = null;
    }

    private static long tickOf(long nanos) {
        return Math.floorDiv(nanos, TICK_NANOS);
    }
}
