package io.waybill.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The one timer for overrides that end by themselves. Confined to the control thread. */
final class Expiry {

    /** The clock of the wall may be set while the timer runs: it is looked at again after so long. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ControlThread control;
    private final InstantSource clock;
    private final Runnable task;
    private @Nullable Future<?> timer;

    /** @param task run at the time, and now and then before; it calls {@link #at} again */
    Expiry(ControlThread control, InstantSource clock, Runnable task) {
        this.control = control;
        this.clock = clock;
        this.task = task;
    }

    /** Runs the task then, and not at the time that was told before. */
    void at(@Nullable Instant time) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (time != null) {
            Duration delay = Duration.between(clock.instant(), time);
            Duration bounded = delay.isNegative() ? Duration.ZERO : delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
            timer = control.schedule(bounded, task);
        }
    }
}
