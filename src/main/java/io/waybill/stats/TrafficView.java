package io.waybill.stats;

import java.util.Arrays;

/**
 * A copy of the counters of a listener, pool or server. A window of a minute covers the last 60 to 70 seconds; before a
 * minute has gone by, it is the same as since the start. Arrays are not to be changed.
 *
 * @param requests begun since the start (for a server: attempts)
 * @param inFlight begun and not finished; never negative
 * @param responses finished, by class of status: 0 for those without a response, 1 to 5 for 1xx to 5xx
 * @param failures finished, by kind of failure
 * @param bytesReceived of requests that have finished
 * @param bytesSent of responses that have finished
 * @param retries attempts that failed and were followed by another one
 * @param total1m total time, last minute
 * @param totalSinceStart total time, since the start
 * @param firstByte1m time to the response head, last minute
 * @param firstByteSinceStart time to the response head, since the start
 */
public record TrafficView(
        long requests,
        long inFlight,
        long[] responses,
        long[] failures,
        long bytesReceived,
        long bytesSent,
        long retries,
        Latency total1m,
        Latency totalSinceStart,
        Latency firstByte1m,
        Latency firstByteSinceStart) {

    /** Of no traffic at all. */
    public static final TrafficView NONE = new TrafficView(
            0,
            0,
            new long[TrafficCounters.STATUS_CLASSES],
            new long[0],
            0,
            0,
            0,
            Latency.NONE,
            Latency.NONE,
            Latency.NONE,
            Latency.NONE);

    public TrafficView {
        inFlight = Math.max(0, inFlight);
    }

    /** Both together. */
    public TrafficView plus(TrafficView other) {
        return new TrafficView(
                requests + other.requests,
                inFlight + other.inFlight,
                plus(responses, other.responses),
                plus(failures, other.failures),
                bytesReceived + other.bytesReceived,
                bytesSent + other.bytesSent,
                retries + other.retries,
                total1m.plus(other.total1m),
                totalSinceStart.plus(other.totalSinceStart),
                firstByte1m.plus(other.firstByte1m),
                firstByteSinceStart.plus(other.firstByteSinceStart));
    }

    private static long[] plus(long[] left, long[] right) {
        long[] sum = Arrays.copyOf(left, Math.max(left.length, right.length));
        for (int i = 0; i < right.length; i++) {
            sum[i] += right[i];
        }
        return sum;
    }
}
