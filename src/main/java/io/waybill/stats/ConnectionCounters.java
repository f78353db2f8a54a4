package io.waybill.stats;

/** One loop's share of a {@link ConnectionStats}. Confined to one event loop; allocates nothing. */
public final class ConnectionCounters {

    static final int OPENED = 0;
    static final int CLOSED = 1;
    static final int IDLE = 2;
    static final int REUSED = 3;
    static final int FAILED = 4;
    static final int REFUSED = 5;
    static final int COUNTERS = 6;

    final Slab slab = new Slab(COUNTERS);

    /** A connection stands. */
    public void opened() {
        slab.add(OPENED, 1);
    }

    /** A connection that was {@link #opened} is closed; if it was idle, {@code idle(-1)} has been called before. */
    public void closed() {
        slab.addRelease(CLOSED, 1);
    }

    /** Connections became idle (+1) or were taken for use or closed (−1). */
    public void idle(int delta) {
        slab.add(IDLE, delta);
    }

    /** An idle connection was taken for another request. */
    public void reused() {
        slab.add(REUSED, 1);
    }

    /** A connection could not be made. */
    public void connectFailed() {
        slab.add(FAILED, 1);
    }

    /** A connection was turned away because of a limit. */
    public void refused() {
        slab.add(REFUSED, 1);
    }
}
