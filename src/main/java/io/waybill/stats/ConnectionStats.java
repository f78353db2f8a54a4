package io.waybill.stats;

/** The connections of one listener or server, counted by all loops. Safe from any thread. */
public final class ConnectionStats {

    private final ConnectionCounters[] loops;

    /** @param loops how many event loops there are */
    public ConnectionStats(int loops) {
        this.loops = new ConnectionCounters[loops];
        for (int i = 0; i < loops; i++) {
            this.loops[i] = new ConnectionCounters();
        }
    }

    /** The counters that only the loop of that index writes. */
    public ConnectionCounters loop(int index) {
        return loops[index];
    }

    /** A copy of all counters at this moment, nearly. */
    public ConnectionView view() {
        long closed = 0;
        for (ConnectionCounters loop : loops) {
            closed += loop.slab.getAcquire(ConnectionCounters.CLOSED);
        }
        long opened = sum(ConnectionCounters.OPENED);
        long open = Math.max(0, opened - closed);
        long idle = Math.min(open, Math.max(0, sum(ConnectionCounters.IDLE)));
        return new ConnectionView(
                open,
                idle,
                opened,
                sum(ConnectionCounters.REUSED),
                sum(ConnectionCounters.FAILED),
                sum(ConnectionCounters.REFUSED));
    }

    private long sum(int counter) {
        long sum = 0;
        for (ConnectionCounters loop : loops) {
            sum += loop.slab.get(counter);
        }
        return sum;
    }
}
