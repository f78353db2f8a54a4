package io.waybill.cli;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits until a server that gets no new requests has finished those it had. */
final class Drained {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Drained() {}

    /**
     * Returns how the server was when it was looked at last: without requests in flight, or with some when the time was
     * over. Fails if it gets requests again meanwhile: then none in flight would mean nothing.
     */
    static ServerFacts await(Supplier<ServerFacts> server, Deadline deadline, Progress progress, String name) {
        try {
            return await(server, deadline, text -> progress.show(name + ": " + text));
        } finally {
            progress.clear();
        }
    }

    private static ServerFacts await(Supplier<ServerFacts> server, Deadline deadline, Consumer<String> progress) {
        Duration pause = FIRST_PAUSE;
        boolean wasIdle = false;
        while (true) {
            ServerFacts facts = server.get();
            if (facts.isReady()) {
                throw CommandFailure.failed(
                        "it is not drained any more: somebody made it ready, or the time of the" + " drain is over");
            }
            boolean idle = facts.inFlight() == 0;
            // Twice in succession: a loop may have chosen the server a moment before the drain, and counts it only now.
            if ((idle && wasIdle) || deadline.isOver()) {
                return facts;
            }
            progress.accept(requests(facts.inFlight()) + " in flight, " + deadline.secondsLeft() + " s left");
            wasIdle = idle;
            deadline.pause(idle ? FIRST_PAUSE : pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    static String requests(long number) {
        return number == 1 ? "1 request" : number + " requests";
    }
}
