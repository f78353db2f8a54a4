package io.waybill.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the candidate with the fewest requests in flight for its weight; where several are equal, each in turn. Looks at
 * the candidates one after the other, from the one behind the last choice, and stops at one that cannot be bettered: an
 * idle one of the greatest weight. So a choice is quick while some are idle and takes time in proportion to the number of
 * candidates when all are busy. Safe from any thread; two threads that choose at the same instant may choose the same.
 */
final class LeastRequests implements Balancer {

    private final Candidate[] candidates;
    private final int[] weights;
    private final int[] positions;
    private final int greatestWeight;
    private final AtomicInteger start = new AtomicInteger();

    LeastRequests(List<? extends Candidate> candidates) {
        this.candidates = candidates.toArray(Candidate[]::new);
        this.weights = Weights.of(candidates);
        this.positions = Weights.positions(weights);
        int greatest = 0;
        for (int weight : weights) {
            greatest = Math.max(greatest, weight);
        }
        this.greatestWeight = greatest;
    }

    @Override
    public int choose() {
        int count = positions.length;
        if (count == 0) {
            return NONE;
        }
        int at = start.getOpaque();
        int best = -1;
        int bestInFlight = 0;
        for (int looked = 0; looked < count; looked++) {
            int position = positions[at];
            int inFlight = candidates[position].requestsInFlight();
            if (best < 0 || Weights.isLess(inFlight, weights[position], bestInFlight, weights[positions[best]])) {
                best = at;
                bestInFlight = inFlight;
                if (inFlight == 0 && weights[position] == greatestWeight) {
                    break;
                }
            }
            at = at + 1 == count ? 0 : at + 1;
        }
        start.setOpaque(best + 1 == count ? 0 : best + 1);
        return positions[best];
    }
}
