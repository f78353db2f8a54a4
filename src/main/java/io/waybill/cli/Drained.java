package io.waybill.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits until a server that gets no new requests has finished those it had. */
final class Drained {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Drained() {}

    /**
     * Returns how the server was when it was looked at last: without requests in flight, or with some when the time was
     * over.
     */
    static ServerFacts await(Supplier<ServerFacts> server, Deadline deadline, Progress progress, String name) {
        Duration pause = FIRST_PAUSE;
        boolean wasIdle = false;
        while (true) {
            ServerFacts facts = server.get();
            boolean idle = facts.inFlight() == 0;
            // Twice in succession: a loop may have chosen the server a moment before the drain, and counts it only now.
            if ((idle && wasIdle) || deadline.isOver()) {
                progress.clear();
                return facts;
            }
            progress.show(
                    name + ": " + requests(facts.inFlight()) + " in flight, " + deadline.secondsLeft() + " s left");
            wasIdle = idle;
            deadline.pause(idle ? FIRST_PAUSE : pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    static String requests(long number) {
        return number == 1 ? "1 request" : number + " requests";
    }
}
