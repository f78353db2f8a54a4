package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import org.junit.jupiter.api.Test;

/** A client that leaves ends the attempt upstream, and is counted and logged as one that left. */
class ClientLeavesTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static void assertCounted(RunningWaybill waybill, String code) {
        assertEquals(code, AccessLines.of(waybill).field(0, "code"));
        Statistics statistics = Statistics.of(waybill);
        for (String of : new String[] {"/listeners/0", "/pools/0", "/pools/0/servers/0"}) {
            statistics.await(of + "/errors/client-gone", 1);
            statistics.await(of + "/in_flight", 0);
        }
        statistics.await("/listeners/0/connections/in_use", 0);
        statistics.await("/pools/0/servers/0/connections/in_use", 0);
    }

    @Test
    void beforeTheConnectionStands() {
        try (FullServer server = FullServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG + "timeouts: {connect: 1s}\n", server.port())) {
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send(GET);
                Statistics.of(waybill).await("/pools/0/servers/0/in_flight", 1);
            }
            assertCounted(waybill, "CC");
            assertEquals("0", AccessLines.of(waybill).field(0, "status"));
        }
    }

    @Test
    void beforeTheResponseHead() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.onNextConnection("read request", "tell read");
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send(GET);
                server.await("read");
            }
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertCounted(waybill, "CH");
        }
    }

    @Test
    void inTheResponseBody() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.onNextConnection("read request", "raw HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send(GET).readHead();
            }
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertCounted(waybill, "CD");
            assertEquals("200", AccessLines.of(waybill).field(0, "status"));
        }
    }

    @Test
    void inALargeResponseBodyThatItDoesNotRead() {
        try (ScriptedServer server = ScriptedServer.answering("x".repeat(20_000_000));
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            RawClient client = RawClient.connect(waybill.port("edge"), 4096);
            client.send(GET).readHead();
            client.reset();
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertCounted(waybill, "CD");
        }
    }

    @Test
    void inItsUpload() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.onNextConnection("read head", "read 5 bytes", "tell read", "read 5 bytes", "write 200 close");
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
                server.await("read");
            }
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertCounted(waybill, "CH");
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void inAChunkedUploadThatThenDoesNotLookComplete() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.onNextConnection("read head", "tell read");
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                server.await("read");
            }
            Waiting.until("the server is left", () -> server.openConnections() == 0);
            assertCounted(waybill, "CH");
            assertFalse(String.join("", server.requests()).contains("\r\n0\r\n"));
        }
    }

    @Test
    void inAnUploadThatTheServerDoesNotTake() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.onNextConnection("read head", "tell read", "wait never");
            RawClient client = RawClient.connect(waybill.port("edge"));
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n")
                    .send(new byte[100_000]);
            server.await("read");
            client.reset();
            assertCounted(waybill, "CH");
            server.release("never");
            Waiting.until("the server is left", () -> server.openConnections() == 0);
        }
    }

    @Test
    void betweenRequestsIsNoFailure() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                assertEquals("hello", HttpText.body(client.send(GET).readResponse()));
            }
            Statistics statistics = Statistics.of(waybill);
            statistics.await("/listeners/0/connections/in_use", 0);
            assertEquals(0, statistics.number("/listeners/0/errors/client-gone"));
            assertEquals(1, server.openConnections());
            assertTrue(AccessLines.of(waybill).field(0, "code").equals("--"));
        }
    }
}
