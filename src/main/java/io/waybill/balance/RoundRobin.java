package io.waybill.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Each candidate in turn. All threads share one position in a schedule that was computed beforehand, so the order is
 * exact whichever thread asks. Safe from any thread.
 */
final class RoundRobin implements Balancer {

    private final int[] schedule;
    private final AtomicLong turn = new AtomicLong();

    RoundRobin(List<? extends Candidate> candidates) {
        this.schedule = Schedule.of(Weights.of(candidates));
    }

    @Override
    public int choose() {
        if (schedule.length == 0) {
            return NONE;
        }
        return schedule[(int) (turn.getAndIncrement() % schedule.length)];
    }
}
