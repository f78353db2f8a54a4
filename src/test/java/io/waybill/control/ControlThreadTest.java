package io.waybill.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlThreadTest {

    private final ControlThread control = new ControlThread();

    @AfterEach
    void close() {
        control.close();
    }

    @Test
    void tasksRunInTheirOrderOnOneDaemonThreadOfThatName() {
        List<String> order = new ArrayList<>();
        control.run(() -> order.add("first"));
        Thread thread = control.call(() -> {
                    order.add("second");
                    return Thread.currentThread();
                })
                .join();
        assertEquals(List.of("first", "second"), order);
        assertEquals("waybill-control", thread.getName());
        assertTrue(thread.isDaemon());
        assertSame(thread, control.call(Thread::currentThread).join());
    }

    @Test
    void aTaskKnowsThatItIsOnTheThread() {
        assertFalse(control.isCurrent());
        assertTrue(control.call(control::isCurrent).join());
        assertFalse(control.isCurrent());
    }

    @Test
    void anExceptionReachesTheCallerAndTheNextTaskRuns() {
        control.run(() -> {
            throw new IllegalStateException("thrown on purpose");
        });
        CompletableFuture<String> failing = control.call(() -> {
            throw new IllegalStateException("also thrown on purpose");
        });
        CompletionException seen = assertThrows(CompletionException.class, failing::join);
        assertEquals(
                "also thrown on purpose",
                Objects.requireNonNull(seen.getCause()).getMessage());
        assertEquals("alive", control.call(() -> "alive").join());
    }

    @Test
    void aScheduledTaskRunsOnceItsTimeHasComeUnlessItIsCancelled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        Future<?> one = control.schedule(Duration.ofMillis(20), () -> cancelled.set(true));
        control.schedule(Duration.ofMillis(60), () -> ran.complete(control.isCurrent()));
        assertTrue(one.cancel(false));
        assertTrue(ran.join());
        assertFalse(cancelled.get());
    }

    @Test
    void closingRunsWhatWaitsDropsWhatIsForLaterAndRefusesMore() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        control.run(() -> {
            begun.countDown();
            Waiting.until("the test goes on", () -> go.getCount() == 0);
        });
        CompletableFuture<String> waiting = control.call(() -> "done");
        AtomicBoolean late = new AtomicBoolean();
        control.schedule(Duration.ofSeconds(10), () -> late.set(true));
        Waiting.until("the first task runs", () -> begun.getCount() == 0);
        new Thread(go::countDown).start();
        control.close();
        assertEquals("done", waiting.join());
        assertThrows(
                CompletionException.class, () -> control.call(() -> "no more").join());
        assertTrue(control.schedule(Duration.ZERO, () -> {}).isDone());
        control.run(() -> late.set(true));
        assertFalse(late.get());
    }
}
