package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshCheckTest {

    private final AtomicInteger asked = new AtomicInteger();

    private static ServerFacts server(String status, String code, @Nullable Instant at) {
        ServerFacts.Check check = code.isEmpty() ? null : new ServerFacts.Check(code, 0, "", at);
        return new ServerFacts("a", "", status, "drain", 1, 0, false, check, List.of());
    }

    /** How many times a server was looked at that is seen like this in turn, the last one for ever. */
    private int looks(boolean sameClock, ServerFacts... seen) {
        asked.set(0);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        FreshCheck.await(
                () -> seen[Math.min(asked.getAndIncrement(), seen.length - 1)],
                sameClock,
                Duration.ofSeconds(2),
                Progress.on(new Output(nowhere, nowhere)),
                "a");
        return asked.get();
    }

    @Test
    void aCheckThatBeganEarlierDoesNotCount() {
        ServerFacts before = server("DRAIN", "L7OK", Instant.now().minusSeconds(1));
        ServerFacts after = server("DRAIN", "L7OK", Instant.now().plusSeconds(60));
        assertEquals(3, looks(true, before, before, after));
        assertThrows(CommandFailure.class, () -> looks(true, before));
        assertThrows(CommandFailure.class, () -> looks(true, server("DRAIN", "INI", null)));
    }

    @Test
    void withAnotherClockTheSecondCheckFromNowOnIsTheFirstOneThatCounts() {
        Instant early = Instant.EPOCH;
        ServerFacts first = server("DRAIN", "L7OK", early);
        ServerFacts second = server("DRAIN", "L7OK", early.plusSeconds(2));
        ServerFacts third = server("DRAIN", "L7OK", early.plusSeconds(4));
        assertEquals(5, looks(false, first, first, second, second, third));
        assertEquals(3, looks(false, server("DRAIN", "INI", null), first, second));
        assertThrows(CommandFailure.class, () -> looks(false, first, second));
    }

    @Test
    void aFreshCheckMustPassAndTheServerMustNotBeDown() {
        Instant late = Instant.now().plusSeconds(60);
        assertEquals(
                3,
                looks(
                        true,
                        server("DRAIN 2/3", "L4CON", late),
                        server("DOWN 1/2", "L7OK", late.plusSeconds(1)),
                        server("DRAIN 1/3", "L7OK", late.plusSeconds(2))));
    }

    @Test
    void aServerWhoseChecksEndIsNotWaitedFor() {
        assertEquals(1, looks(true, server("no check", "", null)));
        assertEquals(2, looks(true, server("DRAIN", "INI", null), server("DRAIN", "", null)));
    }
}
