package io.waybill.balance;

import java.util.List;

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
        return over(candidates, Balancer.NONE);
    }

    /**
     * The same, taking the place of another balancer: one that began anew whenever some candidate comes or goes would
     * favour those at the beginning.
     *
     * @param behind index of the candidate whose turn it was last, or {@link Balancer#NONE}
     */
    public Balancer over(List<? extends Candidate> candidates, int behind) {
        return switch (this) {
            case ROUND_ROBIN -> new RoundRobin(candidates, behind);
            case LEAST_REQUESTS -> new LeastRequests(candidates);
            case P2C -> new PowerOfTwo(candidates);
            case RANDOM -> new RandomChoice(candidates);
        };
    }
}
