package io.waybill.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Allocations;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TrafficStatsTest {

    private static final int FAILURE_KINDS = 3;
    private static final long MILLI = 1_000_000;
    private static final long TEN_SECONDS = TrafficStats.SAMPLE_INTERVAL_NANOS;

    @Test
    void aViewIsTheSumOfAllLoops() {
        TrafficStats stats = new TrafficStats(2, FAILURE_KINDS);
        stats.loop(0).began();
        stats.loop(0).finished(200, -1, 100, 1000);
        stats.loop(0).timed(4 * MILLI, 3 * MILLI);
        stats.loop(1).began();
        stats.loop(1).finished(502, 2, 10, 20);
        stats.loop(1).timed(9 * MILLI, -1);
        stats.loop(1).retried();
        stats.loop(1).began();

        TrafficView view = stats.view();

        assertEquals(3, view.requests());
        assertEquals(1, view.inFlight());
        assertArrayEquals(new long[] {0, 0, 1, 0, 0, 1}, view.responses());
        assertArrayEquals(new long[] {0, 0, 1}, view.failures());
        assertEquals(110, view.bytesReceived());
        assertEquals(1020, view.bytesSent());
        assertEquals(1, view.retries());
        assertEquals(2, view.totalSinceStart().count());
        assertEquals(9 * MILLI, view.totalSinceStart().maxNanos());
        assertEquals(1, view.firstByteSinceStart().count());
        assertEquals(3 * MILLI, view.firstByteSinceStart().maxNanos());
    }

    @Test
    void everyStatusHasItsClassAndOddOnesHaveNone() {
        TrafficStats stats = new TrafficStats(1, FAILURE_KINDS);
        for (int status : new int[] {0, 99, 100, 199, 200, 299, 304, 404, 599, 600, -1, 999}) {
            stats.loop(0).began();
            stats.loop(0).finished(status, -1, 0, 0);
        }

        assertArrayEquals(new long[] {5, 2, 2, 1, 1, 1}, stats.view().responses());
    }

    @Test
    void untilAMinuteHasGoneByTheWindowIsTheTimeSinceTheStart() {
        TrafficStats stats = new TrafficStats(1, FAILURE_KINDS);
        stats.loop(0).timed(5 * MILLI, -1);
        for (int i = 0; i < 6; i++) {
            stats.sample(i * TEN_SECONDS);
        }

        assertEquals(1, stats.view().total1m().count());
    }

    @Test
    void theWindowForgetsWhatIsOlderThanAMinute() {
        TrafficStats stats = new TrafficStats(1, FAILURE_KINDS);
        stats.loop(0).timed(900 * MILLI, 800 * MILLI);
        stats.sample(0);
        stats.loop(0).timed(5 * MILLI, 4 * MILLI);
        for (int i = 1; i < 7; i++) {
            stats.sample(i * TEN_SECONDS);
        }

        TrafficView after60s = stats.view();
        assertEquals(1, after60s.total1m().count());
        assertEquals(5 * MILLI, after60s.total1m().sumNanos());
        assertTrue(
                after60s.total1m().maxNanos() >= 5 * MILLI && after60s.total1m().maxNanos() < 5.4 * MILLI);
        assertEquals(1, after60s.firstByte1m().count());
        assertEquals(2, after60s.totalSinceStart().count());
        assertEquals(900 * MILLI, after60s.totalSinceStart().maxNanos());

        stats.sample(7 * TEN_SECONDS);
        assertEquals(0, stats.view().total1m().count());
        assertEquals(0, stats.view().total1m().p99Nanos());
    }

    @Test
    void samplesThatComeTooEarlyDoNotShortenTheWindow() {
        TrafficStats stats = new TrafficStats(1, FAILURE_KINDS);
        stats.sample(0);
        stats.loop(0).timed(5 * MILLI, -1);
        for (int i = 0; i < 100; i++) {
            stats.sample(i * MILLI);
        }

        assertEquals(1, stats.view().total1m().count());
    }

    @Test
    void twoViewsTogetherAreTheirSum() {
        TrafficStats left = new TrafficStats(1, FAILURE_KINDS);
        TrafficStats right = new TrafficStats(1, FAILURE_KINDS);
        left.loop(0).began();
        left.loop(0).finished(200, 0, 1, 2);
        left.loop(0).timed(MILLI, -1);
        right.loop(0).began();
        right.loop(0).timed(3 * MILLI, -1);

        TrafficView sum = TrafficView.NONE.plus(left.view()).plus(right.view());

        assertEquals(2, sum.requests());
        assertEquals(1, sum.inFlight());
        assertArrayEquals(new long[] {1, 0, 0}, sum.failures());
        assertEquals(2, sum.totalSinceStart().count());
        assertEquals(3 * MILLI, sum.totalSinceStart().maxNanos());
    }

    @Test
    void readersNeverSeeMoreFinishedThanBegunAndLoseNothingInTheEnd() throws InterruptedException {
        int loops = 2;
        int rounds = 2_000_000;
        TrafficStats stats = new TrafficStats(loops, FAILURE_KINDS);
        AtomicBoolean wentWrong = new AtomicBoolean();
        AtomicBoolean stop = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            long requestsBefore = 0;
            while (!stop.get()) {
                TrafficView view = stats.view();
                if (view.inFlight() < 0 || view.requests() < requestsBefore) {
                    wentWrong.set(true);
                }
                requestsBefore = view.requests();
            }
        });
        Thread[] writers = new Thread[loops];
        for (int i = 0; i < loops; i++) {
            TrafficCounters own = stats.loop(i);
            writers[i] = new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    own.began();
                    own.timed(round, round);
                    own.finished(200, -1, 1, 1);
                }
            });
        }
        reader.start();
        for (Thread writer : writers) {
            writer.start();
        }
        for (Thread writer : writers) {
            writer.join(TimeUnit.MINUTES.toMillis(1));
        }
        stop.set(true);
        reader.join(TimeUnit.MINUTES.toMillis(1));

        TrafficView view = stats.view();
        assertEquals(false, wentWrong.get());
        assertEquals((long) loops * rounds, view.requests());
        assertEquals(0, view.inFlight());
        assertEquals((long) loops * rounds, view.responses()[2]);
        assertEquals((long) loops * rounds, view.totalSinceStart().count());
    }

    @Test
    void countingAllocatesNothing() {
        TrafficStats stats = new TrafficStats(1, FAILURE_KINDS);
        TrafficCounters traffic = stats.loop(0);
        ConnectionCounters connections = new ConnectionStats(1).loop(0);

        double bytes = Allocations.bytesPerRun(run -> {
            traffic.began();
            traffic.retried();
            traffic.timed(run * 1000L, run);
            traffic.finished(200, run % FAILURE_KINDS, run, run);
            connections.opened();
            connections.idle(1);
            connections.reused();
            connections.idle(-1);
            connections.closed();
        });

        assertTrue(bytes < 0.5, () -> bytes + " bytes per request");
    }
}
