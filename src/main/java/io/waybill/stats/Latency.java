package io.waybill.stats;

import java.util.Arrays;

/**
 * How long a number of things took, as counts per bucket of {@link LatencyHistogram}; only the range of buckets in use is
 * kept. Percentiles are at most 6.25 % above the true value and never below it (values under 16 µs: up to 1 µs above).
 * Zero everywhere if there was nothing. Immutable.
 */
public final class Latency {

    /** Of nothing at all. */
    public static final Latency NONE = new Latency(0, new long[0], 0, 0);

    private final int firstBucket;
    private final long[] counts;
    private final long count;
    private final long sumNanos;
    private final long maxNanos;

    /** @param counts by bucket from {@code firstBucket} on; owned by this object from here on */
    Latency(int firstBucket, long[] counts, long sumNanos, long maxNanos) {
        this.firstBucket = firstBucket;
        this.counts = counts;
        this.count = Arrays.stream(counts).sum();
        this.sumNanos = sumNanos;
        this.maxNanos = maxNanos;
    }

    /** How many were timed. */
    public long count() {
        return count;
    }

    public long sumNanos() {
        return sumNanos;
    }

    public long p50Nanos() {
        return quantileNanos(0.5);
    }

    public long p90Nanos() {
        return quantileNanos(0.9);
    }

    public long p99Nanos() {
        return quantileNanos(0.99);
    }

    /** The longest: exact since the start, of a window the upper edge of its highest bucket in use. */
    public long maxNanos() {
        return maxNanos;
    }

    /** The time that the given share of all (0 to 1) did not exceed. */
    public long quantileNanos(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(maxNanos, LatencyHistogram.upperNanos(firstBucket + i));
            }
        }
        return 0;
    }

    /** How many took less than {@code nanos}; exact where that is a power of two in microseconds. */
    public long countBelow(long nanos) {
        long below = 0;
        for (int i = 0; i < counts.length && LatencyHistogram.upperNanos(firstBucket + i) <= nanos; i++) {
            below += counts[i];
        }
        return below;
    }

    /** Both together. */
    public Latency plus(Latency other) {
        if (other.count == 0) {
            return this;
        }
        LatencySums sums = new LatencySums();
        sums.add(this);
        sums.add(other);
        return sums.toLatency();
    }

    /** What came since {@code earlier}, a copy of the same histogram. */
    Latency since(Latency earlier) {
        if (earlier.count == 0) {
            return this;
        }
        LatencySums sums = new LatencySums();
        long windowMaxNanos = 0;
        for (int bucket = firstBucket; bucket <= lastBucket(); bucket++) {
            long more = countIn(bucket) - earlier.countIn(bucket);
            if (more > 0) {
                sums.add(bucket, more);
                windowMaxNanos = Math.min(maxNanos, LatencyHistogram.upperNanos(bucket));
            }
        }
        sums.addSumAndMax(Math.max(0, sumNanos - earlier.sumNanos), windowMaxNanos);
        return sums.toLatency();
    }

    int firstBucket() {
        return firstBucket;
    }

    /** Inclusive; below {@link #firstBucket} if there is none. */
    int lastBucket() {
        return firstBucket + counts.length - 1;
    }

    long countIn(int bucket) {
        int i = bucket - firstBucket;
        return i < 0 || i >= counts.length ? 0 : counts[i];
    }
}
