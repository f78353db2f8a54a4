package io.waybill.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Each candidate in turn. All threads share one position in a schedule that was computed beforehand, so the order is
 * exact whichever thread asks. Safe from any thread.
 */
final class RoundRobin implements Balancer {

    private final int[] schedule;
    private final AtomicLong turns;

    /** @param turns counts every turn taken; the next one is not the first unless this is zero */
    RoundRobin(List<? extends Candidate> candidates, AtomicLong turns) {
        this.schedule = Schedule.of(Weights.of(candidates));
        this.turns = turns;
    }

    @Override
    public int choose() {
        if (schedule.length == 0) {
            return NONE;
        }
        return schedule[(int) (turns.getAndIncrement() % schedule.length)];
    }
}
