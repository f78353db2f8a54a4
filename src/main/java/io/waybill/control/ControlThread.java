package io.waybill.control;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes what the data plane reads: states of servers, sets of usable servers, the live snapshot. Its
 * tasks run one after the other, in the order in which they came, and none of them may wait for anything. An exception in
 * one of them is a bug in Waybill: it is logged, and the next task runs all the same. Safe from any thread.
 */
public final class ControlThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);
    private static final String NAME = "waybill-control";
    private static final long CLOSE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    /** Starts the thread with its first task. It does not keep the process alive. */
    public ControlThread() {
        this.executor = new ScheduledThreadPoolExecutor(1, this::newThread);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread newThread(Runnable body) {
        Thread started = new Thread(body, NAME);
        started.setDaemon(true);
        thread = started;
        return started;
    }

    /** Runs this soon; never, if the thread was closed. */
    public void run(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.debug("control task dropped: reason=closed");
        }
    }

    /**
     * Runs this soon and tells what came of it.
     *
     * @return completed on the control thread, exceptionally if the task threw or the thread was closed: do what blocks, or
     *     what belongs to another thread, elsewhere
     */
    public <T> CompletableFuture<T> call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(result, task));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closed);
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
        try {
            result.complete(task.call());
        } catch (Throwable bug) {
            LOG.error("bug: thread={}", NAME, bug);
            result.completeExceptionally(bug);
        }
    }

    /**
     * Runs this once, after a delay.
     *
     * @return to cancel it, which is also safe when it has run
     */
    public Future<?> schedule(Duration delay, Runnable task) {
        try {
            return executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            LOG.error("bug: thread={}", NAME, bug);
        }
    }

    /** Whether this is called by one of its tasks. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs what waits already, drops what is scheduled for later, takes nothing more; waits for the end a few seconds. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!isCurrent() && !executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("control thread not ended: waited-s={}", CLOSE_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
