package io.waybill.health;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import io.waybill.exchange.Connector;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.requestid.RequestIdGenerator;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What the checks of all servers share. Confined to its event loop. */
final class CheckLoop {

    /**
     * Checks that are further ahead than {@link #FAR_NANOS} wait for a multiple of this, so that many share one turn of the
     * loop; that moves them by less than their jitter.
     */
    private static final long GRID_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long FAR_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** By so much of an interval its length varies, either way. */
    private static final double JITTER = 0.1;

    private final Loop loop;
    private final Connector connector;
    private final RequestIdGenerator ids;
    private final HeadPool heads;
    private final String idHeader;
    private final HealthListener listener;
    private final Shadows shadows;
    private final FirstProbes firstProbes;
    private final SplittableRandom random = new SplittableRandom();

    CheckLoop(
            Loop loop,
            Connector connector,
            RequestIdGenerator ids,
            HeadPool heads,
            String idHeader,
            HealthListener listener) {
        this.loop = loop;
        this.connector = connector;
        this.ids = ids;
        this.heads = heads;
        this.idHeader = idHeader;
        this.listener = listener;
        this.shadows = new Shadows(loop.eventLoop(), connector);
        this.firstProbes = new FirstProbes(loop.eventLoop());
    }

    Connector connector() {
        return connector;
    }

    HeadPool heads() {
        return heads;
    }

    ByteBufAllocator allocator() {
        return loop.allocator();
    }

    /** An ID that was never given out before, but for its prefix. */
    byte[] nextId() {
        return ids.next();
    }

    /** Name of the field that carries the ID. */
    String idHeader() {
        return idHeader;
    }

    HealthListener listener() {
        return listener;
    }

    Shadows shadows() {
        return shadows;
    }

    FirstProbes firstProbes() {
        return firstProbes;
    }

    /** Has {@code task} run on this loop; from any thread. */
    void execute(Runnable task) {
        loop.eventLoop().execute(task);
    }

    ScheduledFuture<?> at(long dueNanos, Runnable task) {
        return loop.eventLoop().schedule(task, Math.max(0, dueNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** The same, not quite so exact where there is time enough. */
    ScheduledFuture<?> around(long dueNanos, Runnable task) {
        boolean far = dueNanos - System.nanoTime() > FAR_NANOS;
        return at(far ? Math.floorDiv(dueNanos, GRID_NANOS) * GRID_NANOS : dueNanos, task);
    }

    /** The length of one interval: its nominal one, more or less. */
    long jittered(Duration interval) {
        return (long) (interval.toNanos() * (1 - JITTER + 2 * JITTER * random.nextDouble()));
    }

    /**
     * The length of an interval that follows on checks of many servers at one time, so that they do not stay together: half
     * of its nominal one at least.
     *
     * @param passedNanos how much of it has passed already
     */
    long spread(Duration interval, long passedNanos) {
        long longest = interval.toNanos();
        long least = Math.min(longest, Math.max(longest / 2, passedNanos));
        return least + (long) ((longest - least) * random.nextDouble());
    }

    /** Some part of an interval, so that the checks of many servers do not all come at one time. */
    long part(Duration interval) {
        return (long) (interval.toNanos() * random.nextDouble());
    }
}
