package io.waybill.stats;

/**
 * One loop's share of a {@link TrafficStats}. Every request is told once with {@link #began} and once with {@link
 * #finished}, on the same loop. Confined to one event loop; allocates nothing but, once, the histograms.
 */
public final class TrafficCounters {

    /** Responses by class: 0 for none, 1 to 5 for 1xx to 5xx. */
    static final int STATUS_CLASSES = 6;

    static final int BEGAN = 0;
    static final int FINISHED = 1;
    static final int RETRIES = 2;
    static final int BYTES_RECEIVED = 3;
    static final int BYTES_SENT = 4;
    static final int FIRST_STATUS_CLASS = 5;
    static final int FIRST_FAILURE = FIRST_STATUS_CLASS + STATUS_CLASSES;

    final Slab slab;
    final LatencyHistogram total = new LatencyHistogram();
    final LatencyHistogram firstByte = new LatencyHistogram();

    TrafficCounters(int failureKinds) {
        slab = new Slab(FIRST_FAILURE + failureKinds);
    }

    /** A request is in flight from now on. */
    public void began() {
        slab.add(BEGAN, 1);
    }

    /**
     * A request is in flight no longer.
     *
     * @param status of the response; 0 if there was none
     * @param failureKind which failure ended it, below the number given to {@link TrafficStats}; −1 for none
     * @param bytesReceived of the request
     * @param bytesSent of the response
     */
    public void finished(int status, int failureKind, long bytesReceived, long bytesSent) {
        int statusClass = status / 100;
        slab.add(FIRST_STATUS_CLASS + (statusClass >= 1 && statusClass < STATUS_CLASSES ? statusClass : 0), 1);
        if (failureKind >= 0) {
            slab.add(FIRST_FAILURE + failureKind, 1);
        }
        slab.add(BYTES_RECEIVED, bytesReceived);
        slab.add(BYTES_SENT, bytesSent);
        slab.addRelease(FINISHED, 1);
    }

    /** An attempt failed and another one follows. */
    public void retried() {
        slab.add(RETRIES, 1);
    }

    /**
     * A request took that long.
     *
     * @param firstByteNanos until the response head arrived; −1 if it did not
     */
    public void timed(long totalNanos, long firstByteNanos) {
        total.record(totalNanos);
        if (firstByteNanos >= 0) {
            firstByte.record(firstByteNanos);
        }
    }
}
