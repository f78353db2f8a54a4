package io.waybill.balance;

import java.util.Arrays;
import java.util.List;

/** The weights of a list of candidates, as they are at one moment. */
final class Weights {

    private Weights() {}

    static int[] of(List<? extends Candidate> candidates) {
        return candidates.stream().mapToInt(Candidate::weight).toArray();
    }

    /** Indices of the weights above 0, in order. */
    static int[] positions(int[] weights) {
        int[] positions = new int[weights.length];
        int found = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                positions[found++] = i;
            }
        }
        return Arrays.copyOf(positions, found);
    }

    /**
     * Whether one who works on {@code inFlight} requests with weight {@code weight} would, with one request more, bear
     * less for its weight than the other.
     */
    static boolean isLess(int inFlight, int weight, int otherInFlight, int otherWeight) {
        return (inFlight + 1L) * otherWeight < (otherInFlight + 1L) * weight;
    }
}
