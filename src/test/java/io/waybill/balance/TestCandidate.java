package io.waybill.balance;

import java.util.ArrayList;
import java.util.List;

/** A candidate whose requests a test counts up and down. Confined to one thread. */
final class TestCandidate implements Candidate {

    private final int weight;
    private int requestsInFlight;

    TestCandidate(int weight, int requestsInFlight) {
        this.weight = weight;
        this.requestsInFlight = requestsInFlight;
    }

    static List<TestCandidate> withWeights(int... weights) {
        List<TestCandidate> candidates = new ArrayList<>();
        for (int weight : weights) {
            candidates.add(new TestCandidate(weight, 0));
        }
        return candidates;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int requestsInFlight() {
        return requestsInFlight;
    }

    void requestsInFlight(int newRequestsInFlight) {
        requestsInFlight = newRequestsInFlight;
    }
}
