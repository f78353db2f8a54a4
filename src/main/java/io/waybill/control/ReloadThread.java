package io.waybill.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads files, asks for names, binds sockets, and waits, so that no other thread has to. Its tasks run
 * one after the other. Safe from any thread.
 */
final class ReloadThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadThread.class);
    private static final String NAME = "waybill-reload";
    private static final long CLOSE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor;

    /** Starts the thread with its first task. It does not keep the process alive. */
    ReloadThread() {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread started = new Thread(task, NAME);
            started.setDaemon(true);
            return started;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Runs this soon.
     *
     * @return what came of it; exceptionally if the task threw, which is a bug, or {@link RejectedExecutionException} if
     *     the thread was closed
     */
    <T> CompletableFuture<T> submit(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> complete(result, task));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closed);
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> task) {
        try {
            result.complete(task.get());
        } catch (Throwable bug) {
            LOG.error("bug: thread={}", NAME, bug);
            result.completeExceptionally(bug);
        }
    }

    /** For tasks that are due later. */
    ScheduledExecutorService executor() {
        return executor;
    }

    /** Runs what waits already, takes nothing more; waits for the end a few seconds. May be called again. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
