package io.waybill.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Collects what Netty's leak detectors report, which otherwise only reaches a log. Make it the factory of all detectors
 * before the first buffer is allocated; {@link #takeAll} then gives what leaked since the last call. Safe from any thread.
 */
final class LeakReports extends ResourceLeakDetectorFactory {

    private static final int COLLECTIONS = 3;
    private static final int LONGEST_REPORT = 4_000;

    private final Queue<String> reports = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean buffersWereUsed = new AtomicBoolean();

    @Override
    @SuppressWarnings("deprecation") // Netty has no other method to override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int samplingInterval, long maxActive) {
        return new Detector<>(type, samplingInterval);
    }

    /** Makes detectors look for buffers that nobody holds any more, and returns and forgets what they found. */
    List<String> takeAll() {
        if (!buffersWereUsed.get()) {
            return List.of();
        }
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
            // a detector reports what it knows whenever it begins to track another buffer
            ByteBuf tracked = UnpooledByteBufAllocator.DEFAULT.directBuffer(16);
            tracked.release();
        }
        buffersWereUsed.set(false);
        List<String> taken = List.copyOf(reports);
        reports.removeAll(taken);
        return taken;
    }

    /**
     * Collects, and waits until the JVM has told of it: references are cleared at once, but queued, where detectors find
     * them, by a thread that may come late. The queue of one round is through when that of the next one begins.
     */
    private static void collectGarbage() {
        ReferenceQueue<Object> told = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), told);
        try {
            Waiting.until("the garbage collector has run", () -> {
                System.gc();
                return told.poll() != null;
            });
        } finally {
            Reference.reachabilityFence(canary);
        }
    }

    private final class Detector<T> extends ResourceLeakDetector<T> {

        Detector(Class<T> type, int samplingInterval) {
            super(type, samplingInterval);
        }

        @Override
        public @Nullable ResourceLeakTracker<T> track(T resource) {
            buffersWereUsed.set(true);
            return super.track(resource);
        }

        /** Always, and not only where the log level lets the report through. */
        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            String report = type + " was not released:" + records;
            reports.add(report.length() <= LONGEST_REPORT ? report : report.substring(0, LONGEST_REPORT) + "...");
        }

        @Override
        protected void reportUntracedLeak(String type) {
            reports.add(type + " was not released, and nobody knows where it came from");
        }
    }
}
