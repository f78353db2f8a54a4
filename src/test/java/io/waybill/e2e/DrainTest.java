package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.app.Drain;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What clients see while Waybill stops. */
class DrainTest {

    private static final String POOL = "threads: 1\nroutes: [{path: = /idle, respond: {status: 200}}, {pool: web}]\n"
            + "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";

    @Test
    void keptConnectionGetsItsAnswerWithConnectionClose() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request",
                    "write 200 keep-alive",
                    "read request",
                    "tell here",
                    "wait go",
                    "write 200 keep-alive");
            client.send(Requests.get("/1"));
            assertNull(HttpText.field(client.readResponse(), "Connection"));
            client.send(Requests.get("/2"));
            server.await("here");

            CompletableFuture<Drain.Result> drained = drain(waybill);
            server.release("go");

            assertEquals("close", HttpText.field(client.readResponse(), "Connection"));
            assertTrue(client.isClosedByPeer());
            assertEquals(0, drained.join().cut());
        }
    }

    @Test
    void requestsBehindTheRunningOneAreLeftToAnotherConnection() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here", "wait go", "write 200 keep-alive");
            client.send(Requests.get("/1") + Requests.get("/2") + Requests.get("/3"));
            server.await("here");

            CompletableFuture<Drain.Result> drained = drain(waybill);
            server.release("go");

            assertEquals("close", HttpText.field(client.readResponse(), "Connection"));
            assertTrue(client.isClosedByPeer());
            client.close();
            assertEquals(0, drained.join().cut());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void requestWhoseHeadHadBegunIsStillServed() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            Requests.bodyOfGet(client);
            String request = Requests.get("/");
            client.send(request.substring(0, 10));
            assertTrue(client.isLeftOpen());

            CompletableFuture<Drain.Result> drained = drain(waybill);
            client.send(request.substring(10));

            String response = client.readResponse();
            assertEquals(200, HttpText.status(response));
            assertEquals("close", HttpText.field(response, "Connection"));
            drained.join();
        }
    }

    /** Starts to stop; returns when every connection has been told. */
    private static CompletableFuture<Drain.Result> drain(RunningWaybill waybill) {
        try (RawClient idle = RawClient.connect(waybill.port("edge"))) {
            assertEquals(200, HttpText.status(idle.send(Requests.get("/idle")).readResponse()));
            CompletableFuture<Drain.Result> drained =
                    CompletableFuture.supplyAsync(() -> waybill.waybill().stop(Duration.ofSeconds(20)));
            assertTrue(idle.isClosedByPeer());
            return drained;
        }
    }
}
