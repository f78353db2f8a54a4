package io.waybill.route;

/**
 * The snapshot that exchanges take when they begin; each keeps the one that it took to its end. Safe from any thread;
 * only the control thread swaps.
 */
public final class LiveSnapshot {

    private volatile Snapshot current;

    public LiveSnapshot(Snapshot first) {
        this.current = first;
    }

    public Snapshot current() {
        return current;
    }

    /** Makes {@code next} the one that every exchange takes from now on, and gives back the one of before. */
    public Snapshot swap(Snapshot next) {
        Snapshot before = current;
        current = next;
        return before;
    }
}
