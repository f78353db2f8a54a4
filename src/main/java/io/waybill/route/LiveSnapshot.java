package io.waybill.route;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The snapshot that exchanges take when they begin; each keeps the one that it took to its end. Safe from any thread;
 * only the control thread swaps.
 */
public final class LiveSnapshot {

    private final AtomicReference<Snapshot> current;

    public LiveSnapshot(Snapshot first) {
        this.current = new AtomicReference<>(first);
    }

    public Snapshot current() {
        return current.get();
    }

    /** Makes {@code next} the one that every exchange takes from now on, and gives back the one of before. */
    public Snapshot swap(Snapshot next) {
        return current.getAndSet(next);
    }
}
