package io.waybill.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.net.Loop;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operator is heard while the data plane has no moment to spare. */
@Timeout(30)
class SaturatedLoopsTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String BODY = "{\"state\": \"drain\"}";
    private static final String PATCH = "PATCH /pools/web/servers/a HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    @Test
    void statisticsAndChangesAreAnsweredWhileEveryLoopIsBlocked() {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(
                        "threads: 2\npools: {web: {servers: [{name: a, address: \"127.0.0.1:%d\"}]}}", server.port())) {
            try {
                block(waybill, over);
                answersSoon(waybill, "GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n", "\"status\" : \"no check\"");
                answersSoon(waybill, PATCH, "\"value\" : \"drain\"");
                answersSoon(waybill, "GET /stats?format=text HTTP/1.1\r\nHost: localhost\r\n\r\n", " DRAIN ");
                answersSoon(waybill, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "waybill_server_in_drain");
            } finally {
                over.countDown();
            }
        }
    }

    private static void block(RunningWaybill waybill, CountDownLatch over) {
        CountDownLatch blocked = new CountDownLatch(waybill.waybill().loops().count());
        for (Loop loop : waybill.waybill().loops().all()) {
            loop.eventLoop().execute(() -> {
                blocked.countDown();
                try {
                    over.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        Waiting.until("every loop is blocked", () -> blocked.getCount() == 0);
    }

    private static void answersSoon(RunningWaybill waybill, String request, String expected) {
        long began = System.nanoTime();
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            String response = client.send(request).readResponse();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(response.startsWith("HTTP/1.1 200 ") && response.contains(expected), response);
            assertTrue(took.compareTo(SOON) < 0, request + " took " + took);
        }
    }
}
