package io.waybill.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** Measures how much memory a piece of code allocates. */
public final class Allocations {

    private static final int WARM_UP = 50_000;
    private static final int MEASURED = 100_000;

    private Allocations() {}

    /** Bytes that one run of {@code code} allocates on this thread, once it is warm; it is given the number of the run. */
    public static double bytesPerRun(IntConsumer code) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            code.accept(i);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            code.accept(i);
        }
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED;
    }
}
