package io.waybill.stats;

import java.util.Arrays;

/**
 * What all loops counted for one listener, pool or server, from its beginning on. Each loop adds to its own {@link
 * TrafficCounters}; {@link #view} sums them up on any thread; one control thread calls {@link #sample} every ten seconds,
 * which is what windows are made of. Safe from any thread, {@code sample} excepted.
 */
public final class TrafficStats {

    /** How often {@link #sample} is to be called. */
    public static final long SAMPLE_INTERVAL_NANOS = 10_000_000_000L;

    /** As many as make the oldest one a minute old when the newest is made. */
    private static final int SAMPLES = 7;

    private final TrafficCounters[] loops;
    private final int failureKinds;

    /** Oldest first; replaced as a whole, never changed. */
    private volatile Sample[] samples = {};

    /**
     * @param loops how many event loops there are
     * @param failureKinds how many kinds of failure are told apart
     */
    public TrafficStats(int loops, int failureKinds) {
        this.loops = new TrafficCounters[loops];
        this.failureKinds = failureKinds;
        for (int i = 0; i < loops; i++) {
            this.loops[i] = new TrafficCounters(failureKinds);
        }
    }

    /** The counters that only the loop of that index writes. */
    public TrafficCounters loop(int index) {
        return loops[index];
    }

    /** Keeps a copy of the histograms for windows; by one control thread, every {@link #SAMPLE_INTERVAL_NANOS}. */
    public void sample(long nowNanos) {
        Sample[] old = samples;
        int length = old.length;
        if (length > 0 && nowNanos - old[length - 1].atNanos < SAMPLE_INTERVAL_NANOS / 2) {
            return;
        }
        Latency total = sum(true);
        Latency firstByte = sum(false);
        if (length > 0 && total.count() == old[length - 1].total.count()) {
            // Nothing happened: share the last copy, so that a thousand idle servers keep one copy each and not seven.
            total = old[length - 1].total;
            firstByte = old[length - 1].firstByte;
        }
        int kept = Math.min(length, SAMPLES - 1);
        Sample[] next = Arrays.copyOfRange(old, length - kept, length + 1);
        next[kept] = new Sample(nowNanos, total, firstByte);
        samples = next;
    }

    /** A copy of all counters at this moment, nearly. */
    public TrafficView view() {
        // Finished before begun: what finishes in between is then counted as in flight, and never the other way round.
        long finished = 0;
        for (TrafficCounters loop : loops) {
            finished += loop.slab.getAcquire(TrafficCounters.FINISHED);
        }
        long[] responses = new long[TrafficCounters.STATUS_CLASSES];
        long[] failures = new long[failureKinds];
        for (TrafficCounters loop : loops) {
            for (int i = 0; i < responses.length; i++) {
                responses[i] += loop.slab.get(TrafficCounters.FIRST_STATUS_CLASS + i);
            }
            for (int i = 0; i < failures.length; i++) {
                failures[i] += loop.slab.get(TrafficCounters.FIRST_FAILURE + i);
            }
        }
        long began = sum(TrafficCounters.BEGAN);
        Latency total = sum(true);
        Latency firstByte = sum(false);
        Sample[] kept = samples;
        boolean wholeMinute = kept.length == SAMPLES;
        return new TrafficView(
                began,
                began - finished,
                responses,
                failures,
                sum(TrafficCounters.BYTES_RECEIVED),
                sum(TrafficCounters.BYTES_SENT),
                sum(TrafficCounters.RETRIES),
                wholeMinute ? total.since(kept[0].total) : total,
                total,
                wholeMinute ? firstByte.since(kept[0].firstByte) : firstByte,
                firstByte);
    }

    private long sum(int counter) {
        long sum = 0;
        for (TrafficCounters loop : loops) {
            sum += loop.slab.get(counter);
        }
        return sum;
    }

    private Latency sum(boolean ofTotal) {
        LatencySums sums = new LatencySums();
        for (TrafficCounters loop : loops) {
            (ofTotal ? loop.total : loop.firstByte).addTo(sums);
        }
        return sums.toLatency();
    }

    private record Sample(long atNanos, Latency total, Latency firstByte) {}
}
