package io.waybill.balance;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Draws at random, in proportion to the weights. Immutable. */
final class RandomChoice implements Balancer {

    private final WeightedDraw draw;

    RandomChoice(List<? extends Candidate> candidates) {
        this.draw = new WeightedDraw(Weights.of(candidates));
    }

    @Override
    public int choose() {
        return draw.size() == 0 ? NONE : draw.next(ThreadLocalRandom.current());
    }
}
