package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.waybill.e2e.Requests.Numbered;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The core of the proxy on every transport, with one loop and with four. */
class TransportsTest {

    private static final String POOL =
            "transport: %s\nthreads: %d\npools: {web: {servers: [%s], idleConnections: {timeout: 200ms}}}\n";

    @ParameterizedTest
    @CsvSource({"epoll, 1", "epoll, 4", "io_uring, 1", "io_uring, 4", "nio, 1", "nio, 4"})
    void requestsAreBalancedRepeatedAndStreamed(String transport, int threads) {
        assumeAvailable(transport);
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, transport, threads, servers.addresses())) {
            int port = waybill.port("edge");
            assertEquals(List.of("1", "2", "3", "1"), Requests.bodiesOfGets(port, 4));
            largeBodyArrivesWhole(port, servers);
            serverDiesUnderLoad(port, servers);
            Waiting.until("idle connections are closed", () -> open(servers) == 0);
        }
    }

    private static void largeBodyArrivesWhole(int port, Numbered servers) {
        String body = "0123456789abcdef".repeat(40_000);
        assertEquals(200, HttpText.status(Requests.send(port, Requests.post("/large", body))));
        assertTrue(servers.server(2).requests().get(1).endsWith("\r\n\r\n" + body), "the body is not the same");
    }

    private static void serverDiesUnderLoad(int port, Numbered servers) {
        try (KeepAliveClients clients = KeepAliveClients.start(8, port, number -> Requests.get("/" + number))) {
            clients.awaitMore(200);
            servers.server(1).kill();
            clients.awaitMore(200);
            servers.server(1).restart();
            clients.awaitMore(200);
            clients.close();
            assertEquals(List.of(), clients.problems());
        }
    }

    @ParameterizedTest
    @CsvSource({"epoll, 1", "epoll, 4", "io_uring, 1", "io_uring, 4", "nio, 1", "nio, 4"})
    void pipelinedRequestsAreAnsweredInOrderAndAGoneClientEndsTheAttempt(String transport, int threads) {
        assumeAvailable(transport);
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(POOL, transport, threads, "\"127.0.0.1:" + server.port() + "\"")) {
            server.onNextConnection(
                    "read request",
                    HttpText.response(200, "first"),
                    "read request",
                    "write 200 chunked",
                    "read request",
                    "tell here");
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send(Requests.get("/1") + Requests.get("/2") + Requests.get("/3"));
                assertEquals("first", HttpText.body(client.readResponse()));
                assertTrue(HttpText.body(client.readResponse()).endsWith("0\r\n\r\n"));
                server.await("here");
                client.reset();
            }
            Waiting.until("the attempt is given up", () -> server.openConnections() == 0);
        }
    }

    private static int open(Numbered servers) {
        return servers.server(1).openConnections()
                + servers.server(2).openConnections()
                + servers.server(3).openConnections();
    }

    private static void assumeAvailable(String transport) {
        switch (transport) {
            case "epoll" -> assumeTrue(Epoll.isAvailable(), "this machine has no epoll: skipped");
            case "io_uring" ->
                assumeTrue(
                        IoUring.isAvailable(),
                        () -> "io_uring is not available here, skipped: " + IoUring.unavailabilityCause());
            default -> {}
        }
    }
}
