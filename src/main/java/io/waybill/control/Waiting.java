package io.waybill.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests for the same work, of which at most one waits while another one runs: who asks meanwhile gets the answer of the
 * one that waits, which begins after everybody has asked. Safe from any thread.
 */
final class Waiting<T> {

    private final AtomicReference<@Nullable CompletableFuture<T>> waiting = new AtomicReference<>();

    /** @param submit has work done later, one piece after the other */
    CompletableFuture<T> join(Function<Supplier<T>, CompletableFuture<T>> submit, Supplier<T> work) {
        CompletableFuture<T> mine = new CompletableFuture<>();
        CompletableFuture<T> other = waiting.compareAndExchange(null, mine);
        if (other != null) {
            return other.copy();
        }
        submit.apply(() -> {
                    waiting.set(null);
                    return work.get();
                })
                .whenComplete((result, failure) -> {
                    waiting.compareAndSet(mine, null);
                    if (failure == null) {
                        mine.complete(result);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                });
        return mine.copy();
    }
}
