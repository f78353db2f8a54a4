package io.waybill.balance;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Draws two different candidates, in proportion to the weights, and takes the one with the fewer requests in flight for
 * its weight. Nearly as even as the best of all, at the cost of two. Safe from any thread.
 */
final class PowerOfTwo implements Balancer {

    /** A heavy candidate among light ones is drawn again and again; after so many draws its neighbour is the second. */
    private static final int MOST_DRAWS = 8;

    private final Candidate[] candidates;
    private final int[] weights;
    private final WeightedDraw draw;

    PowerOfTwo(List<? extends Candidate> candidates) {
        this.candidates = candidates.toArray(Candidate[]::new);
        this.weights = Weights.of(candidates);
        this.draw = new WeightedDraw(weights);
    }

    @Override
    public int choose() {
        if (draw.size() < 2) {
            return draw.size() == 0 ? NONE : draw.position(0);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int firstColumn = draw.nextColumn(random);
        int secondColumn = drawOther(random, firstColumn);
        int first = draw.position(firstColumn);
        int second = draw.position(secondColumn);
        boolean secondIsBetter = Weights.isLess(
                candidates[second].requestsInFlight(),
                weights[second],
                candidates[first].requestsInFlight(),
                weights[first]);
        return secondIsBetter ? second : first;
    }

    private int drawOther(ThreadLocalRandom random, int column) {
        for (int draws = 0; draws < MOST_DRAWS; draws++) {
            int other = draw.nextColumn(random);
            if (other != column) {
                return other;
            }
        }
        return (column + 1) % draw.size();
    }
}
