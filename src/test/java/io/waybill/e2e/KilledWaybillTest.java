package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AdminCall;
import io.waybill.testkit.Waiting;
import io.waybill.testkit.WaybillProcess;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Waybill itself is killed while an operator's changes are written: it starts with the last one, or the one before. */
class KilledWaybillTest {

    private static final String CONFIG =
            "reload: {watch: false}\npools: {app: {servers: [{name: a, address: \"127.0.0.1:1\"}]}}\n";
    private static final long LONGEST_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private final Random random = new Random(42);

    @Test
    void itStartsWithTheOldOrTheNewOverrideAfterThreeKills() {
        kill(3);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void itStartsWithTheOldOrTheNewOverrideAfterTwoHundredKills() {
        kill(200);
    }

    private void kill(int times) {
        try (WaybillProcess waybill = WaybillProcess.serving(CONFIG)) {
            int held = 0;
            for (int time = 1; time <= times; time++) {
                try (Operator operator = new Operator(waybill.adminPort(), held + 1)) {
                    Waiting.until("a change was answered", () -> operator.answered > 0);
                    LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_LIFE_NANOS));
                    waybill.killAndServeAgain();
                    operator.close();
                    JsonNode overrides = AdminCall.get(waybill.adminPort(), "/overrides")
                            .json()
                            .get("overrides");
                    assertEquals(1, overrides.size(), overrides::toString);
                    held = Integer.parseInt(overrides.get(0).get("reason").asString());
                    int found = held;
                    assertTrue(
                            found >= operator.answered && found <= operator.sent,
                            () -> "holds " + found + "; answered " + operator.answered + ", sent " + operator.sent);
                }
            }
        }
    }

    /** Changes a weight again and again, one change after the other, until nobody answers. */
    private static final class Operator implements AutoCloseable {

        private final Thread thread;
        private volatile int sent;
        private volatile int answered;

        Operator(int port, int first) {
            thread = new Thread(() -> change(port, first));
            thread.setDaemon(true);
            thread.start();
        }

        private void change(int port, int first) {
            try {
                for (int number = first; ; number++) {
                    sent = number;
                    String json = "{\"weight\": " + (2 + number % 200) + ", \"reason\": \"" + number + "\"}";
                    if (AdminCall.change(port, "PATCH", "/pools/app/servers/a", json)
                                    .status()
                            != 200) {
                        return;
                    }
                    answered = number;
                }
            } catch (RuntimeException killed) {
                // what the test is about
            }
        }

        @Override
        public void close() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
