package io.waybill.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits until a server has passed a check that began after this moment. */
final class FreshCheck {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private FreshCheck() {}

    /**
     * Returns when that is so, or when the server is not checked; fails when the time is over.
     *
     * @param isSameClock whether Waybill's clock is ours. If it is not, times cannot be compared, and the second check that
     *     ends from now on is the first one that surely began after now
     */
    static void await(
            Supplier<ServerFacts> server, boolean isSameClock, Duration wait, Progress progress, String name) {
        Instant now = Instant.now();
        Deadline deadline = Deadline.in(wait);
        ServerFacts facts = server.get();
        Instant seen = began(facts);
        int further = 0;
        while (facts.check() != null) {
            Instant began = began(facts);
            further += began == null || began.equals(seen) ? 0 : 1;
            seen = began == null ? seen : began;
            boolean isFresh = isSameClock ? began != null && began.isAfter(now) : further > 1;
            if (isFresh && facts.check().isPassed() && !facts.isDown()) {
                break;
            }
            if (deadline.isOver()) {
                progress.clear();
                throw CommandFailure.failed(
                        "its checks did not pass within " + Times.text(wait) + ": " + last(facts.check(), isFresh));
            }
            progress.show(name + ": waiting for its checks, " + deadline.secondsLeft() + " s left");
            deadline.pause(PAUSE);
            facts = server.get();
        }
        progress.clear();
    }

    private static @Nullable Instant began(ServerFacts facts) {
        return facts.check() == null ? null : facts.check().at();
    }

    private static String last(ServerFacts.Check check, boolean isFresh) {
        if (!isFresh) {
            return "there was none; is --wait longer than the interval of the checks?";
        }
        String status = check.status() == 0 ? "" : "/" + check.status();
        return "the last one said " + check.code() + status + (check.text().isEmpty() ? "" : ", " + check.text());
    }
}
