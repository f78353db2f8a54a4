package io.waybill.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How one of several candidates is chosen. */
public enum Policy {
    /** Each in turn, heavy ones more often, spread evenly; exact over all threads. */
    ROUND_ROBIN,
    /** The one with the fewest requests in flight for its weight. */
    LEAST_REQUESTS,
    /** The better of two that are drawn at random ("power of two choices"). */
    P2C,
    /** Drawn at random, in proportion to the weights. */
    RANDOM;

    /** A balancer over {@code candidates}; its answers are indices into that list. */
    public Balancer over(List<? extends Candidate> candidates) {
        return over(candidates, new AtomicLong());
    }

    /**
     * The same, taking the place of another balancer.
     *
     * @param turns what both count their turns with, where they have turns: one that began anew at its first candidate
     *     whenever some other candidate comes or goes would favour the first
     */
    public Balancer over(List<? extends Candidate> candidates, AtomicLong turns) {
        return switch (this) {
            case ROUND_ROBIN -> new RoundRobin(candidates, turns);
            case LEAST_REQUESTS -> new LeastRequests(candidates);
            case P2C -> new PowerOfTwo(candidates);
            case RANDOM -> new RandomChoice(candidates);
        };
    }
}
