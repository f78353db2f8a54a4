package io.waybill.balance;

/**
 * Chooses one of a fixed list of candidates. The weights are those at the time when the balancer was built; whoever
 * changes a weight, or which candidates may be used, builds a new one. Safe from any thread; choosing allocates nothing.
 */
public interface Balancer {

    /** The answer of {@link #choose} when no candidate has a weight above 0. */
    int NONE = -1;

    /** Index of the chosen one in the list that the balancer was built over, or {@link #NONE}. */
    int choose();

    /** Index of the one chosen last, where the next choice follows from it; else, and before the first, {@link #NONE}. */
    default int last() {
        return NONE;
    }
}
