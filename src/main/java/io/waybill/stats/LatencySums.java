package io.waybill.stats;

/** Adds up histograms of several loops, to be made into one {@link Latency}. Confined to one thread. */
final class LatencySums {

    private final long[] counts = new long[LatencyHistogram.BUCKETS];
    private int first = LatencyHistogram.BUCKETS;
    private int last = -1;
    private long sumNanos;
    private long maxNanos;

    void add(int bucket, long count) {
        counts[bucket] += count;
        first = Math.min(first, bucket);
        last = Math.max(last, bucket);
    }

    void addSumAndMax(long nanos, long longestNanos) {
        sumNanos += nanos;
        maxNanos = Math.max(maxNanos, longestNanos);
    }

    void add(Latency other) {
        for (int bucket = other.firstBucket(); bucket <= other.lastBucket(); bucket++) {
            add(bucket, other.countIn(bucket));
        }
        addSumAndMax(other.sumNanos(), other.maxNanos());
    }

    Latency toLatency() {
        if (last < first) {
            return Latency.NONE;
        }
        long[] occupied = new long[last - first + 1];
        System.arraycopy(counts, first, occupied, 0, occupied.length);
        return new Latency(first, occupied, sumNanos, maxNanos);
    }
}
