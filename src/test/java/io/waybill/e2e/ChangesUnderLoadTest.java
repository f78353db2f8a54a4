package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waybill.testkit.AdminCall;
import io.waybill.testkit.WaybillProcess;
import io.waybill.testkit.Wrk;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Everything an operator may change, changed for a minute under full load: no client notices, and all counts agree. */
@Tag("soak")
class ChangesUnderLoadTest {

    private static final int SECONDS = 60;
    private static final int CONNECTIONS = 32;
    private static final int SERVERS = 6;

    @Test
    void aMinuteOfChangesCostsNoRequest() {
        assumeTrue(Wrk.isInstalled(), "wrk is not installed");
        try (WaybillProcess servers = WaybillProcess.serving(servers());
                WaybillProcess waybill = WaybillProcess.serving(new LiveFile(servers).first());
                Wrk wrk = Wrk.start(CONNECTIONS, SECONDS, waybill.port("edge"))) {
            LiveFile file = new LiveFile(servers);
            Queue<String> refused = new ConcurrentLinkedQueue<>();
            Thread reloading = background(wrk, number -> file.change(waybill, number), 1000, refused);
            Thread operating = background(wrk, number -> operate(waybill, number), 200, refused);
            String report = wrk.report();
            join(reloading);
            join(operating);

            assertEquals(List.of(), List.copyOf(refused));
            assertFalse(report.contains("Socket errors"), report);
            assertFalse(report.contains("Non-2xx"), report);
            assertTrue(file.applied(waybill) >= SECONDS * 3 / 4, () -> file.applied(waybill) + " versions");
            assertCountsAgree(servers, waybill, Wrk.requests(report));
        }
    }

    /** Six servers as one process: a listener each. */
    private static String servers() {
        List<String> listeners = IntStream.rangeClosed(1, SERVERS)
                .mapToObj(number -> "s" + number + ": {address: \"127.0.0.1:0\"}")
                .toList();
        return "threads: 1\nlisteners: {" + String.join(", ", listeners) + "}\nroutes: [{respond: {body: hello}}]\n";
    }

    private interface Step {
        /** @return what went wrong, or nothing */
        String take(int number);
    }

    private static Thread background(Wrk whileRuns, Step step, long pauseMillis, Queue<String> refused) {
        Thread thread = new Thread(() -> {
            for (int number = 1; whileRuns.isRunning() && refused.isEmpty(); number++) {
                String problem = step.take(number);
                if (!problem.isEmpty()) {
                    refused.add(problem);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes a server out or lets it in again; never the first, which is the one that is always there. */
    private static String operate(WaybillProcess waybill, int number) {
        Random random = new Random(number);
        String server = "s" + (2 + random.nextInt(SERVERS - 1));
        String state = List.of("drain", "maint", "ready").get(random.nextInt(3));
        AdminCall answer = AdminCall.change(
                waybill.adminPort(),
                "PATCH",
                "/pools/web/servers/" + server,
                "{\"state\": \"" + state + "\", \"reason\": \"test " + number + "\"}");
        // 404: the file does not have this server just now.
        return answer.status() == 200 || answer.status() == 404 ? "" : state + " " + server + ": " + answer;
    }

    private static void assertCountsAgree(WaybillProcess servers, WaybillProcess waybill, long clients) {
        JsonNode stats = AdminCall.get(waybill.adminPort(), "/stats").json();
        long edge = requests(stats.at("/listeners/0"));
        long pool = requests(stats.at("/pools/0"));
        long served = 0;
        for (JsonNode listener :
                AdminCall.get(servers.adminPort(), "/stats").json().at("/listeners")) {
            served += requests(listener);
        }
        // wrk ends with a request on its way on each connection, which it does not count.
        assertTrue(edge >= clients && edge <= clients + CONNECTIONS, "clients " + clients + ", listener " + edge);
        assertEquals(edge, pool, "requests of the listener and of the pool");
        long retries = stats.at("/pools/0/retries").asLong(0);
        assertTrue(
                served >= clients && served <= edge + retries,
                "clients " + clients + ", listener " + edge + ", servers " + served + ", retries " + retries);
    }

    private static long requests(JsonNode counted) {
        return counted.at("/requests").asLong(-1);
    }
}
