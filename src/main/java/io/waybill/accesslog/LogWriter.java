package io.waybill.accesslog;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The thread that writes what the loops hand over, one write call per buffer. Safe from any thread. */
final class LogWriter {

    /** Where lines end up. Used by the writer's thread only. */
    interface Destination {

        /** Writes all of it, or counts it as lost. */
        void write(Line lines);

        /** Opens the same file again, which may be a new one by now. */
        void reopen();

        void close();
    }

    /** A wake-up cannot get lost; this bounds the harm if it does. */
    private static final long LONGEST_PARK_NANOS = 1_000_000_000;

    private final Destination destination;
    private final List<LoopAccessLog> loops = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean reopenWanted;
    private volatile boolean closing;

    LogWriter(Destination destination) {
        this.destination = destination;
        this.thread = new Thread(this::run, "waybill-access-log");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(LoopAccessLog loop) {
        loops.add(loop);
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    void reopen() {
        reopenWanted = true;
        wake();
    }

    /** Writes what was handed over and ends the thread; waits for it, but not for ever. False if it did not end. */
    boolean close(long mostSeconds) {
        closing = true;
        wake();
        try {
            return ended.await(mostSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                // Read before the buffers: what was handed over before close() is then certainly written.
                last = closing;
                boolean wrote = writeAll();
                if (reopenWanted) {
                    reopenWanted = false;
                    destination.reopen();
                } else if (!wrote && !last) {
                    LockSupport.parkNanos(this, LONGEST_PARK_NANOS);
                }
            }
        } finally {
            destination.close();
            ended.countDown();
        }
    }

    private boolean writeAll() {
        boolean wrote = false;
        for (LoopAccessLog loop : loops) {
            while (loop.writeNext(destination)) {
                wrote = true;
            }
        }
        return wrote;
    }
}
