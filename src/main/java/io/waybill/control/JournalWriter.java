package io.waybill.control;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the state file on a thread of its own, as a disk may take seconds to say that it has something. The thread is
 * started by the first write. {@link #write} is for the control thread.
 */
final class JournalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final long CLOSE_SECONDS = 5;

    private final Journal journal;
    private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread started = new Thread(task, "waybill-journal");
        started.setDaemon(true);
        return started;
    });

    JournalWriter(Journal journal) {
        this.journal = journal;
    }

    /** What is to be written next, and who waits for it. */
    private record Waiting(List<ServerOverride> overrides, CompletableFuture<Boolean> kept) {}

    /**
     * Makes the state file hold these soon. Of several that wait only the last is written.
     *
     * @return whether the file has these, or later ones, so that they outlive this process; completed on any thread
     */
    CompletableFuture<Boolean> write(List<ServerOverride> overrides) {
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        Waiting replaced = waiting.getAndSet(new Waiting(overrides, kept));
        if (replaced != null) {
            // the task that was to write that one finds this one in its place
            kept.thenAccept(replaced.kept()::complete);
            return kept;
        }
        try {
            thread.execute(this::writeWaiting);
        } catch (RejectedExecutionException closed) {
            waiting.set(null);
            kept.complete(false);
        }
        return kept;
    }

    private void writeWaiting() {
        Waiting next = waiting.getAndSet(null);
        if (next != null) {
            next.kept().complete(isWritten(next.overrides()));
        }
    }

    private boolean isWritten(List<ServerOverride> overrides) {
        try {
            journal.write(overrides);
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "state file cannot be written: file={} reason=\"{}\" overrides={}",
                    journal.file(),
                    Journal.reason(e),
                    overrides.size());
            return false;
        } catch (RuntimeException bug) {
            LOG.error("bug: thread=waybill-journal", bug);
            return false;
        }
    }

    /** Writes what waits, and takes nothing more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("state file cannot be written: file={} reason=\"the disk takes too long\"", journal.file());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
