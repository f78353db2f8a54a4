package io.waybill.health;

import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The last checks of one server, in flat arrays. Written by one event loop, which never waits; read from any thread: a
 * reader copies, and copies again if something was written meanwhile.
 */
final class ProbeRing {

    private static final int SIZE = CheckView.MAX_PROBES;
    private static final CheckCode[] CODES = CheckCode.values();

    /** Odd while the loop writes. */
    private final AtomicLong version = new AtomicLong();

    private final long[] beganMillis = new long[SIZE];
    private final long[] durationNanos = new long[SIZE];
    private final byte[] codes = new byte[SIZE];
    private final short[] statuses = new short[SIZE];
    private final @Nullable String[] texts = new String[SIZE];
    private int next;
    private int count;
    private long failed;

    /** Whether each of the last checks that said something passed, the newest in the lowest bit. */
    private int passed;

    private int verdicts;
    private int flapPercent;
    private boolean flapping;

    /**
     * By the loop only.
     *
     * @param hadPoints whether the server had anything to lose
     */
    @SuppressWarnings("EnumOrdinal")
    void add(Probe probe, boolean hadPoints) {
        long before = version.get();
        version.set(before + 1);
        VarHandle.fullFence();
        beganMillis[next] = probe.at().toEpochMilli();
        durationNanos[next] = probe.durationNanos();
        codes[next] = (byte) probe.code().ordinal();
        statuses[next] = (short) probe.status();
        texts[next] = probe.text();
        next = (next + 1) % SIZE;
        count = Math.min(count + 1, SIZE);
        if (probe.code() != CheckCode.SOCKERR) {
            judge(probe.code().isPassed(), hadPoints);
        }
        version.setRelease(before + 2);
    }

    private void judge(boolean pass, boolean hadPoints) {
        passed = passed << 1 | (pass ? 1 : 0);
        verdicts = Math.min(verdicts + 1, FlapScore.PROBES);
        flapPercent = FlapScore.percent(passed, verdicts);
        flapping = FlapScore.isFlapping(flapping, flapPercent);
        if (!pass && hadPoints) {
            failed++;
        }
    }

    /** From any thread. */
    CheckView view() {
        while (true) {
            long before = version.getAcquire();
            if ((before & 1) == 0) {
                CheckView view = copy();
                VarHandle.fullFence();
                if (version.get() == before) {
                    return view;
                }
            }
            Thread.onSpinWait();
        }
    }

    private CheckView copy() {
        // What is read while the loop writes may be anything, but stays within the arrays.
        int length = Math.min(count, SIZE);
        List<Probe> probes = new ArrayList<>(length);
        long[] sorted = new long[length];
        for (int i = 0; i < length; i++) {
            int at = Math.floorMod(next - length + i, SIZE);
            String text = texts[at];
            Instant began = Instant.ofEpochMilli(beganMillis[at]);
            probes.add(new Probe(began, CODES[codes[at]], statuses[at], durationNanos[at], text == null ? "" : text));
            sorted[i] = durationNanos[at];
        }
        Arrays.sort(sorted);
        Probe last = length == 0 ? null : probes.get(length - 1);
        return new CheckView(
                last, probes, percentile(sorted, 50), percentile(sorted, 95), failed, flapPercent, flapping);
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(sorted.length * percent + 99) / 100 - 1];
    }
}
