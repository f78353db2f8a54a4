package io.waybill.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A moment until which something is waited for. Immutable. */
final class Deadline {

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return nanosLeft() <= 0;
    }

    /** At least 1, as 0 means for ever to a socket. */
    int millisLeft() {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanosLeft())));
    }

    /** Whole seconds, rounded up. */
    long secondsLeft() {
        return TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanosLeft()) + TimeUnit.SECONDS.toNanos(1) - 1);
    }

    /** Waits for this long, or until the deadline if that comes first. */
    void pause(Duration time) {
        LockSupport.parkNanos(Math.max(0, Math.min(time.toNanos(), nanosLeft())));
    }

    private long nanosLeft() {
        return endNanos - System.nanoTime();
    }
}
