package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.e2e.Requests.Numbered;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server of a pool gets a request, seen from outside. */
class BalancingTest {

    private static final String POOL = "threads: %d\npools: {web: {balance: %s, servers: [%s]}}\n";

    @Test
    void fourCallsOnConnectionsOfTheirOwnSeeOneTwoOneTwo() {
        try (Numbered servers = new Numbered(2);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, 4, "round-robin", servers.addresses())) {
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                seen.append(Requests.bodyOfGet(waybill.port("edge")));
            }

            assertEquals("1212", seen.toString());
        }
    }

    @Test
    void roundRobinIsExactOverAllLoopsAndConnections() {
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, 4, "round-robin", servers.addresses())) {
            try (KeepAliveClients clients =
                    KeepAliveClients.start(16, waybill.port("edge"), number -> Requests.get("/" + number))) {
                clients.awaitMore(2_000);
                assertEquals(List.of(), clients.problems());
            }

            List<Integer> counts = servers.counts();
            assertTrue(Collections.max(counts) - Collections.min(counts) <= 1, counts::toString);
        }
    }

    @Test
    void weightsAreKeptExactlyAndSpreadSmoothly() {
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(
                        POOL,
                        1,
                        "round-robin",
                        weighted(servers, 1, 5) + ", " + weighted(servers, 2, 1) + ", " + weighted(servers, 3, 1))) {
            String seen = String.join("", Requests.bodiesOfGets(waybill.port("edge"), 70));

            assertEquals(List.of(50, 10, 10), servers.counts());
            assertTrue(!seen.contains("1111") && !seen.contains("23") && !seen.contains("32"), seen);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-requests", "p2c", "random"})
    void serverOfWeightZeroTakesNothing(String balance) {
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(
                        POOL,
                        1,
                        balance,
                        weighted(servers, 1, 0) + ", " + weighted(servers, 2, 3) + ", " + weighted(servers, 3, 3))) {
            Requests.bodiesOfGets(waybill.port("edge"), 60);

            List<Integer> counts = servers.counts();
            assertEquals(0, counts.get(0));
            assertTrue(counts.get(1) > 5 && counts.get(2) > 5, counts::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "least-requests", "p2c", "random"})
    void withoutAUsableServerTheAnswerIs503AndSaysWhy(String balance) {
        try (Numbered servers = new Numbered(2);
                RunningWaybill waybill = RunningWaybill.withConfig(
                        POOL, 1, balance, weighted(servers, 1, 0) + ", " + weighted(servers, 2, 0))) {
            String response = Requests.send(waybill.port("edge"), Requests.get("/"));

            assertEquals(503, HttpText.status(response));
            String id = HttpText.field(response, "X-Unique-Request-Id");
            assertNotNull(id);
            assertTrue(response.contains("no server of the pool can take the request"), response);
            assertTrue(HttpText.body(response).contains(id), response);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-requests", "p2c"})
    void busyServerIsLeftAlone(String balance) throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer one = holding(answer);
                ScriptedServer two = holding(answer);
                RunningWaybill waybill = RunningWaybill.withConfig(
                        POOL, 1, balance, "\"127.0.0.1:" + one.port() + "\", \"127.0.0.1:" + two.port() + "\"");
                RawClient waiting = RawClient.connect(waybill.port("edge"))) {
            waiting.send(Requests.get("/hold"));
            Waiting.until(
                    "a server has it",
                    () -> one.requests().size() + two.requests().size() == 1);
            ScriptedServer busy = one.requests().isEmpty() ? two : one;

            Requests.bodiesOfGets(waybill.port("edge"), 20);

            assertEquals(1, busy.requests().size());
            answer.countDown();
            assertEquals(200, HttpText.status(waiting.readResponse()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"least-requests", "p2c", "random"})
    void idleServersShareTheRequests(String balance) {
        try (Numbered servers = new Numbered(2);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, 2, balance, servers.addresses())) {
            Requests.bodiesOfGets(waybill.port("edge"), 200);

            List<Integer> counts = servers.counts();
            assertTrue(Collections.min(counts) >= 50, counts::toString);
        }
    }

    private static ScriptedServer holding(CountDownLatch answer) {
        ScriptedServer server = ScriptedServer.start();
        server.always(request -> {
            try {
                boolean mayAnswer = !request.startsWith("GET /hold") || answer.await(10, TimeUnit.SECONDS);
                return HttpText.response(mayAnswer ? 200 : 500, "ok");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return server;
    }

    private static String weighted(Numbered servers, int number, int weight) {
        return "{address: \"127.0.0.1:" + servers.port(number) + "\", weight: " + weight + "}";
    }
}
