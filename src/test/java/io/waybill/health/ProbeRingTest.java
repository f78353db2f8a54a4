package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProbeRingTest {

    private final ProbeRing ring = new ProbeRing();

    @Test
    void nothingIsKnownBeforeTheFirstCheck() {
        CheckView view = ring.view();
        assertNull(view.last());
        assertEquals(List.of(), view.probes());
        assertEquals(0, view.p50Nanos());
        assertEquals(0, view.p95Nanos());
        assertEquals(0, view.flapPercent());
    }

    @Test
    void aCheckIsKeptAsItWas() {
        Probe probe = new Probe(Instant.ofEpochMilli(1_700_000_000_123L), CheckCode.L7STS, 503, 4711, "status 503");
        ring.add(probe, true);
        assertEquals(probe, ring.view().last());
        assertEquals(List.of(probe), ring.view().probes());
        assertEquals(4711, ring.view().p50Nanos());
        assertEquals(1, ring.view().failed());
    }

    @Test
    void theLastHundredAreKept() {
        for (int i = 1; i <= 250; i++) {
            ring.add(probe(CheckCode.L7OK, i), true);
            CheckView view = ring.view();
            int kept = Math.min(i, 100);
            assertEquals(kept, view.probes().size());
            assertEquals(i, view.probes().get(kept - 1).durationNanos());
            assertEquals(i - kept + 1, view.probes().get(0).durationNanos());
        }
        assertEquals(200, ring.view().p50Nanos());
        assertEquals(245, ring.view().p95Nanos());
        assertEquals(0, ring.view().failed());
    }

    @Test
    void onlyFailuresThatCostSomethingAreCounted() {
        ring.add(probe(CheckCode.L7TOUT, 1), true);
        ring.add(probe(CheckCode.L4CON, 1), false);
        ring.add(probe(CheckCode.SOCKERR, 1), true);
        ring.add(probe(CheckCode.L7OKC, 1), true);
        assertEquals(1, ring.view().failed());
        assertEquals(6, ring.view().flapPercent());
    }

    @Test
    void aServerThatPassesEverySecondCheckIsFlappingUntilItCalmsDown() {
        for (int i = 0; i < 21; i++) {
            ring.add(probe(i % 2 == 0 ? CheckCode.L7OK : CheckCode.L7STS, 1), true);
        }
        assertEquals(100, ring.view().flapPercent());
        assertTrue(ring.view().flapping());
        int calm = 0;
        while (ring.view().flapping()) {
            ring.add(probe(CheckCode.L7OK, 1), true);
            calm++;
        }
        assertEquals(15, calm);
        assertFalse(ring.view().flapping());
    }

    @Test
    void aReaderNeverSeesHalfACheck() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            for (long i = 1; !over.get(); i++) {
                // Everything about a check follows from its number.
                int status = (int) (i % 500);
                ring.add(new Probe(Instant.ofEpochMilli(i), CheckCode.L7OK, status, i, "n" + status), true);
            }
        });
        writer.start();
        try {
            for (int round = 0; round < 2000; round++) {
                long previous = 0;
                for (Probe probe : ring.view().probes()) {
                    long number = probe.durationNanos();
                    assertEquals(number, probe.at().toEpochMilli());
                    assertEquals(number % 500, probe.status());
                    assertEquals("n" + probe.status(), probe.text());
                    assertTrue(previous == 0 || number == previous + 1);
                    previous = number;
                }
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    private static Probe probe(CheckCode code, long nanos) {
        return new Probe(Instant.ofEpochMilli(0), code, 0, nanos, "");
    }
}
