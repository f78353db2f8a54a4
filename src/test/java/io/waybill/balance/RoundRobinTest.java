package io.waybill.balance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    @Test
    void equalWeightsAreTakenInOrder() {
        assertArrayEquals(new int[] {0, 1, 2, 0, 1, 2, 0}, picks(7, 1, 1, 1));
        assertArrayEquals(new int[] {0, 1, 0, 1}, picks(4, 100, 100));
    }

    @Test
    void candidatesWithoutWeightAreSkipped() {
        assertArrayEquals(new int[] {1, 3, 1, 3}, picks(4, 0, 7, 0, 7));
    }

    @Test
    void heavyCandidatesAreSpreadAmongLightOnes() {
        assertArrayEquals(new int[] {0, 1, 0, 0, 1, 0}, picks(6, 2, 1));
        assertArrayEquals(new int[] {0, 1, 0, 0, 0, 2, 0}, picks(7, 5, 1, 1));
    }

    @Test
    void oneHeavyAmongManyLightOnesComesEverySecondTime() {
        int[] weights = new int[101];
        Arrays.fill(weights, 1);
        weights[40] = 100;
        int[] schedule = Schedule.of(weights);
        assertEquals(200, schedule.length);
        for (int i = 0; i < schedule.length; i += 2) {
            assertTrue((schedule[i] == 40) != (schedule[i + 1] == 40), "at " + i);
        }
    }

    @Test
    void everyScheduleHoldsEachCandidateExactlyAsOftenAsItsWeightSays() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int[] weights = random.ints(1 + random.nextInt(40), 0, 257).toArray();
            weights[0] = 1;
            int[] counts = new int[weights.length];
            for (int index : Schedule.of(weights)) {
                counts[index]++;
            }
            assertArrayEquals(weights, counts);
        }
    }

    @Test
    void noCandidateWaitsMuchLongerThanItsEvenShare() {
        Random random = new Random(2);
        for (int round = 0; round < 100; round++) {
            int[] weights = random.ints(2 + random.nextInt(20), 1, 20).toArray();
            int[] schedule = Schedule.of(weights);
            for (int index = 0; index < weights.length; index++) {
                int share = schedule.length / turns(schedule, index) + 1;
                assertTrue(longestGap(schedule, index) <= 2 * share + 2, Arrays.toString(weights) + " at " + index);
            }
        }
    }

    private static int turns(int[] schedule, int wanted) {
        return (int) Arrays.stream(schedule).filter(index -> index == wanted).count();
    }

    private static int longestGap(int[] schedule, int index) {
        int longest = 0;
        int last = -1;
        for (int at = 0; at < 2 * schedule.length; at++) {
            if (schedule[at % schedule.length] == index) {
                longest = last < 0 ? 0 : Math.max(longest, at - last);
                last = at;
            }
        }
        return longest;
    }

    @Test
    void weightsAreDividedByWhatDividesAllOfThem() {
        assertEquals(3, Schedule.of(new int[] {128, 256}).length);
        assertEquals(4, Schedule.of(new int[] {50, 0, 50, 50, 50}).length);
    }

    @Test
    void theScheduleOfVeryManyCandidatesIsBoundedAndSharesStayClose() {
        int[] weights = new Random(3).ints(40_000, 1, 257).toArray();
        int[] schedule = Schedule.of(weights);
        assertTrue(schedule.length <= (1 << 21) + weights.length, "length " + schedule.length);
        long heavyTurns =
                Arrays.stream(schedule).filter(index -> weights[index] > 128).count();
        long heavyWeight = Arrays.stream(weights).filter(weight -> weight > 128).sum();
        double share =
                (double) heavyWeight / Arrays.stream(weights).asLongStream().sum();
        assertEquals(share, (double) heavyTurns / schedule.length, 0.02);
    }

    @Test
    void severalThreadsTogetherTakeEachCandidateExactlyInTurn() throws Exception {
        int threads = 4;
        int picksOfEach = 90_000;
        int[] weights = {3, 2, 1};
        Balancer balancer = new RoundRobin(TestCandidate.withWeights(weights), Balancer.NONE);
        Callable<int[]> picking = () -> {
            int[] counts = new int[weights.length];
            for (int i = 0; i < picksOfEach; i++) {
                counts[balancer.choose()]++;
            }
            return counts;
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            int[] sums = new int[weights.length];
            for (Future<int[]> counts : executor.invokeAll(List.of(picking, picking, picking, picking))) {
                int[] counted = counts.get();
                Arrays.setAll(sums, i -> sums[i] + counted[i]);
            }
            int unit = threads * picksOfEach / 6;
            assertArrayEquals(new int[] {3 * unit, 2 * unit, unit}, sums);
        } finally {
            executor.shutdownNow();
        }
    }

    private static int[] picks(int count, int... weights) {
        Balancer balancer = new RoundRobin(TestCandidate.withWeights(weights), Balancer.NONE);
        return IntStream.range(0, count).map(i -> balancer.choose()).toArray();
    }
}
