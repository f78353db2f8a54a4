package io.waybill.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A row of counters that one thread writes and any thread reads. Adding is a plain read and an opaque write: no locked
 * instruction and no lost update, because there is one writer. Unused cells at both ends keep the counters of two
 * loops out of one cache line.
 */
final class Slab {

    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CACHE_LINE_CELLS = 8;

    private final long[] cells;

    Slab(int counters) {
        cells = new long[CACHE_LINE_CELLS + counters + CACHE_LINE_CELLS];
    }

    /** By the writer only. */
    void add(int counter, long amount) {
        int at = CACHE_LINE_CELLS + counter;
        CELLS.setOpaque(cells, at, cells[at] + amount);
    }

    /** By the writer only: whoever reads the new value with {@link #getAcquire} sees all that was added before it. */
    void addRelease(int counter, long amount) {
        int at = CACHE_LINE_CELLS + counter;
        CELLS.setRelease(cells, at, cells[at] + amount);
    }

    long get(int counter) {
        return (long) CELLS.getOpaque(cells, CACHE_LINE_CELLS + counter);
    }

    long getAcquire(int counter) {
        return (long) CELLS.getAcquire(cells, CACHE_LINE_CELLS + counter);
    }
}
