package io.waybill.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {

    private static final int[] WEIGHTS = {1, 2, 0, 3, 4};
    private static final int PICKS = 4_000_000;
    private static final int MANY = 5_000;

    @ParameterizedTest
    @EnumSource
    void nothingIsChosenWhereNothingHasWeight(Policy policy) {
        assertEquals(Balancer.NONE, policy.over(List.of()).choose());
        assertEquals(Balancer.NONE, policy.over(TestCandidate.withWeights(0, 0)).choose());
    }

    @ParameterizedTest
    @EnumSource
    void theOnlyOneWithWeightIsAlwaysChosen(Policy policy) {
        Balancer balancer = policy.over(TestCandidate.withWeights(0, 0, 9, 0));
        for (int i = 0; i < 1_000; i++) {
            assertEquals(2, balancer.choose());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUND_ROBIN", "RANDOM"})
    void sharesFollowTheWeights(Policy policy) {
        Balancer balancer = policy.over(TestCandidate.withWeights(WEIGHTS));
        int[] counts = new int[WEIGHTS.length];
        for (int i = 0; i < PICKS; i++) {
            counts[balancer.choose()]++;
        }
        assertShares(counts);
    }

    /** Requests end in random order, whoever works on them: the shares are those of the requests in flight. */
    @ParameterizedTest
    @EnumSource(names = {"LEAST_REQUESTS", "P2C"})
    void sharesUnderLoadFollowTheWeights(Policy policy) {
        List<TestCandidate> candidates = TestCandidate.withWeights(WEIGHTS);
        Balancer balancer = policy.over(candidates);
        Random random = new Random(4);
        int[] running = new int[20_000];
        Arrays.fill(running, -1);
        int[] counts = new int[WEIGHTS.length];
        for (int i = 0; i < PICKS; i++) {
            int ending = random.nextInt(running.length);
            if (running[ending] >= 0) {
                add(candidates.get(running[ending]), -1);
            }
            running[ending] = balancer.choose();
            add(candidates.get(running[ending]), 1);
            counts[running[ending]]++;
        }
        assertShares(counts);
    }

    private static void add(TestCandidate candidate, int more) {
        candidate.requestsInFlight(candidate.requestsInFlight() + more);
    }

    private static void assertShares(int[] counts) {
        int sum = Arrays.stream(WEIGHTS).sum();
        for (int i = 0; i < WEIGHTS.length; i++) {
            double expected = (double) PICKS * WEIGHTS[i] / sum;
            assertEquals(expected, counts[i], expected / 100, Arrays.toString(counts));
        }
    }

    @Test
    void leastRequestsTakesTheLeastLoadedForItsWeight() {
        List<TestCandidate> candidates = TestCandidate.withWeights(1, 4, 2);
        candidates.get(0).requestsInFlight(1);
        candidates.get(1).requestsInFlight(6);
        candidates.get(2).requestsInFlight(2);
        Balancer balancer = new LeastRequests(candidates);
        // (1 + 1) / 1 = 2, (6 + 1) / 4 = 1.75, (2 + 1) / 2 = 1.5
        assertEquals(2, balancer.choose());
        candidates.get(2).requestsInFlight(3);
        assertEquals(1, balancer.choose());
        candidates.get(0).requestsInFlight(0);
        assertEquals(0, balancer.choose());
    }

    @Test
    void leastRequestsTakesEqualOnesInTurn() {
        List<TestCandidate> candidates = TestCandidate.withWeights(1, 1, 1, 1);
        candidates.get(1).requestsInFlight(1);
        Balancer balancer = new LeastRequests(candidates);
        int[] counts = new int[4];
        for (int i = 0; i < 300; i++) {
            counts[balancer.choose()]++;
        }
        assertEquals("[100, 0, 100, 100]", Arrays.toString(counts));
    }

    @Test
    void ofTwoTheMoreLoadedOneIsNeverTaken() {
        List<TestCandidate> candidates = TestCandidate.withWeights(1, 1, 1, 1, 1);
        candidates.forEach(candidate -> candidate.requestsInFlight(3));
        candidates.get(3).requestsInFlight(4);
        Balancer balancer = new PowerOfTwo(candidates);
        for (int i = 0; i < 10_000; i++) {
            assertNotEquals(3, balancer.choose());
        }
    }

    @Test
    void aHeavyCandidateDoesNotKeepTheSecondDrawFromAnother() {
        List<TestCandidate> candidates = TestCandidate.withWeights(256, 1, 0);
        candidates.get(0).requestsInFlight(1_000);
        Balancer balancer = new PowerOfTwo(candidates);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(1, balancer.choose());
        }
    }

    @ParameterizedTest
    @EnumSource
    void choosingAllocatesNothing(Policy policy) {
        Balancer balancer = policy.over(TestCandidate.withWeights(WEIGHTS));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        chooseNanos(balancer, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        chooseNanos(balancer, 100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, policy + " allocated " + allocated + " bytes in 100,000 choices");
    }

    /** Least requests is left out: while all are busy, it looks at every one. */
    @ParameterizedTest
    @EnumSource(names = "LEAST_REQUESTS", mode = EnumSource.Mode.EXCLUDE)
    void choosingOneOfManyTakesLessThanTwoHundredNanoseconds(Policy policy) {
        assertQuick(policy.over(many()));
    }

    @Test
    void leastRequestsIsAsQuickWhileManyAreIdle() {
        int[] weights = new int[MANY];
        Arrays.fill(weights, 1);
        assertQuick(new LeastRequests(TestCandidate.withWeights(weights)));
    }

    private static void assertQuick(Balancer balancer) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 20 && best >= 200; round++) {
            best = Math.min(best, chooseNanos(balancer, 100_000));
        }
        assertTrue(best < 200, "took " + best + " ns");
    }

    @ParameterizedTest
    @EnumSource
    void aBalancerOverManyIsBuiltQuickly(Policy policy) {
        List<TestCandidate> candidates = many();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 10 && best >= 100_000_000; round++) {
            long start = System.nanoTime();
            policy.over(candidates).choose();
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < 100_000_000, policy + " took " + best / 1_000_000 + " ms");
    }

    private static List<TestCandidate> many() {
        return TestCandidate.withWeights(new Random(5).ints(MANY, 1, 257).toArray());
    }

    private static double chooseNanos(Balancer balancer, int times) {
        long start = System.nanoTime();
        int sum = 0;
        for (int i = 0; i < times; i++) {
            sum += balancer.choose();
        }
        assertNotEquals(-1, sum);
        return (double) (System.nanoTime() - start) / times;
    }
}
