package io.waybill.control;

import io.waybill.config.CheckConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The wait until servers that are new have been looked at once. */
final class FirstLooks {

    private static final Duration MOST = Duration.ofSeconds(5);

    private FirstLooks() {}

    /**
     * Waits for as long as the slowest of these checks may take, and {@link #MOST} at most. A server whose check is not
     * over by then takes no requests until it is.
     */
    static void await(List<CompletableFuture<Void>> looks, List<CheckConfig> checks) {
        Duration longest = checks.stream()
                .map(check -> check.timing().timeout())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration patience = longest.compareTo(MOST) < 0 ? longest : MOST;
        try {
            CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException someAreNotOver) {
            // Nothing to do: see above.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
