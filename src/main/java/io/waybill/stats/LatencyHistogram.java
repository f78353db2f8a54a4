package io.waybill.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How long things took, from the beginning on: a log-linear histogram with 16 buckets per octave, in microseconds up to
 * an hour and more, so that a bucket's edges lie at most 6.25 % apart (below 16 µs: 1 µs apart). Takes no memory until
 * the first value, then 3.7 KB. Written by one event loop, read by anyone.
 */
final class LatencyHistogram {

    /** The last bucket ends at 2^32 µs, 71 minutes, and takes all that is longer. */
    static final int BUCKETS = 464;

    private static final int SUB_BUCKET_BITS = 4;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final long NANOS_PER_MICRO = 1000;

    private static final int SUM_NANOS = BUCKETS;
    private static final int MAX_NANOS = BUCKETS + 1;
    private static final int CELLS_LENGTH = BUCKETS + 2;

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private volatile long @Nullable [] cells;

    /** By the writer only; a negative time counts as zero. */
    void record(long nanos) {
        long[] own = cells;
        if (own == null) {
            own = new long[CELLS_LENGTH];
            cells = own;
        }
        long positive = Math.max(0, nanos);
        if (positive > own[MAX_NANOS]) {
            CELLS.setOpaque(own, MAX_NANOS, positive);
        }
        CELLS.setOpaque(own, SUM_NANOS, own[SUM_NANOS] + positive);
        int bucket = bucketOf(positive / NANOS_PER_MICRO);
        // Released, so that a reader who sees the count sees the maximum too.
        CELLS.setRelease(own, bucket, own[bucket] + 1);
    }

    /** Adds what was recorded so far to {@code sums}, by bucket; see {@link LatencySums}. */
    void addTo(LatencySums sums) {
        long[] own = cells;
        if (own == null) {
            return;
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long count = (long) CELLS.getAcquire(own, bucket);
            if (count != 0) {
                sums.add(bucket, count);
            }
        }
        sums.addSumAndMax((long) CELLS.getOpaque(own, SUM_NANOS), (long) CELLS.getOpaque(own, MAX_NANOS));
    }

    static int bucketOf(long micros) {
        if (micros < SUB_BUCKETS) {
            return (int) micros;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int sub = (int) (micros >>> (exponent - SUB_BUCKET_BITS)) & (SUB_BUCKETS - 1);
        return Math.min(BUCKETS - 1, ((exponent - SUB_BUCKET_BITS + 1) << SUB_BUCKET_BITS) + sub);
    }

    /** The shortest time that falls into a bucket. */
    static long lowerNanos(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket * NANOS_PER_MICRO;
        }
        int shift = (bucket >> SUB_BUCKET_BITS) - 1;
        return ((long) (SUB_BUCKETS + (bucket & (SUB_BUCKETS - 1))) << shift) * NANOS_PER_MICRO;
    }

    /** Where a bucket ends and the next one begins. */
    static long upperNanos(int bucket) {
        return lowerNanos(bucket + 1);
    }
}
