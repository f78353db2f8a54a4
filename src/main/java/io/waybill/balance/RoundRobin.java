package io.waybill.balance;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Each candidate in turn. All threads share one position in a schedule that was computed beforehand, so the order is
 * exact whichever thread asks. Safe from any thread.
 */
final class RoundRobin implements Balancer {

    private final int[] schedule;
    private final AtomicLong turn;

    /** @param behind index of the candidate that the first choice follows on, or {@link #NONE} to begin at the beginning */
    RoundRobin(List<? extends Candidate> candidates, int behind) {
        this.schedule = Schedule.of(Weights.of(candidates));
        this.turn = new AtomicLong(firstTurn(candidates.size(), behind));
    }

    private int firstTurn(int candidates, int behind) {
        if (behind == NONE || schedule.length == 0) {
            return 0;
        }
        if (schedule.length > candidates) {
            // A heavy one has many turns, and nobody knows which was its last. Whatever rule chose one would favour
            // some successor if changes came in step with the requests.
            return ThreadLocalRandom.current().nextInt(schedule.length);
        }
        return IntStream.range(0, schedule.length)
                .filter(turn -> schedule[turn] == behind)
                .map(turn -> turn + 1)
                .findFirst()
                .orElse(0);
    }

    @Override
    public int choose() {
        if (schedule.length == 0) {
            return NONE;
        }
        return schedule[(int) (turn.getAndIncrement() % schedule.length)];
    }

    @Override
    public int last() {
        long next = turn.get();
        return schedule.length == 0 || next == 0 ? NONE : schedule[(int) ((next - 1) % schedule.length)];
    }
}
