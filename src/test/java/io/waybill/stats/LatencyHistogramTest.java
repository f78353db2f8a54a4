package io.waybill.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private static final long HOUR_MICROS = 3_600_000_000L;

    @Test
    void bucketsFollowOneAnotherWithoutGapsUpToAnHour() {
        for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
            long lower = LatencyHistogram.lowerNanos(bucket) / 1000;
            long upper = LatencyHistogram.upperNanos(bucket) / 1000;
            assertEquals(bucket, LatencyHistogram.bucketOf(lower));
            assertEquals(bucket, LatencyHistogram.bucketOf(upper - 1));
            assertTrue(upper - lower <= Math.max(1, lower / 16), () -> "from " + lower + " to " + upper);
        }
        assertTrue(LatencyHistogram.bucketOf(HOUR_MICROS) < LatencyHistogram.BUCKETS - 1);
    }

    @Test
    void whatIsTooLongFallsIntoTheLastBucketAndWhatIsNegativeIntoTheFirst() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(Long.MAX_VALUE);
        histogram.record(-5);

        Latency latency = copy(histogram);

        assertEquals(2, latency.count());
        assertEquals(Long.MAX_VALUE, latency.maxNanos());
        assertEquals(0, latency.firstBucket());
        assertEquals(LatencyHistogram.BUCKETS - 1, latency.lastBucket());
    }

    @Test
    void percentilesAreAtMostASixteenthAboveThoseOfTheSortedValues() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long[] nanos = new long[1 + random.nextInt(5000)];
            LatencyHistogram histogram = new LatencyHistogram();
            for (int i = 0; i < nanos.length; i++) {
                // From 16 µs to several minutes, every order of magnitude as likely as the next.
                nanos[i] = (long) Math.exp(Math.log(16_000) + random.nextDouble() * 17);
                histogram.record(nanos[i]);
            }
            Arrays.sort(nanos);
            Latency latency = copy(histogram);

            assertEquals(nanos.length, latency.count());
            assertEquals(nanos[nanos.length - 1], latency.maxNanos());
            assertEquals(Arrays.stream(nanos).sum(), latency.sumNanos());
            assertNear(nanos, 0.5, latency.p50Nanos());
            assertNear(nanos, 0.9, latency.p90Nanos());
            assertNear(nanos, 0.99, latency.p99Nanos());
            assertNear(nanos, 1, latency.quantileNanos(1));
        }
    }

    private static void assertNear(long[] sorted, double share, long found) {
        long expected = sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
        assertTrue(
                found >= expected && (double) found <= expected * 1.0625,
                () -> "share " + share + ": found " + found + ", expected " + expected);
    }

    @Test
    void countsBelowAPowerOfTwoMicrosecondsAreExact() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (long micros = 1; micros <= 2000; micros++) {
            histogram.record(micros * 1000);
        }

        Latency latency = copy(histogram);

        assertEquals(63, latency.countBelow(64_000));
        assertEquals(1023, latency.countBelow(1_024_000));
        assertEquals(0, latency.countBelow(0));
        assertEquals(2000, latency.countBelow(Long.MAX_VALUE));
    }

    @Test
    void twoTogetherAreAsIfRecordedInOne() {
        LatencyHistogram left = new LatencyHistogram();
        LatencyHistogram right = new LatencyHistogram();
        LatencyHistogram both = new LatencyHistogram();
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            long nanos = random.nextInt(50_000_000);
            (i % 3 == 0 ? left : right).record(nanos);
            both.record(nanos);
        }

        Latency sum = copy(left).plus(copy(right));

        assertEquals(copy(both).count(), sum.count());
        assertEquals(copy(both).sumNanos(), sum.sumNanos());
        assertEquals(copy(both).maxNanos(), sum.maxNanos());
        assertEquals(copy(both).p50Nanos(), sum.p50Nanos());
        assertEquals(copy(both).p99Nanos(), sum.p99Nanos());
    }

    @Test
    void nothingRecordedIsNothing() {
        Latency latency = copy(new LatencyHistogram());

        assertSame(Latency.NONE, latency);
        assertEquals(0, latency.count());
        assertEquals(0, latency.p99Nanos());
        assertEquals(0, latency.maxNanos());
    }

    private static Latency copy(LatencyHistogram histogram) {
        LatencySums sums = new LatencySums();
        histogram.addTo(sums);
        return sums.toLatency();
    }
}
