package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ReloadResult;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A configuration takes the place of another one: what changed is different, and what did not change notices nothing. */
class ReloadTest {

    private static final String QUIET = "reload: {watch: false}\n";
    private static final String ONE = QUIET + "pools: {app: {servers: [{name: a, address: \"127.0.0.1:%d\"}]}}\n";
    private static final String TWO = QUIET
            + "pools: {app: {servers: [{name: a, address: \"127.0.0.1:%d\"}, {name: b, address: \"127.0.0.1:%d\"}]}}\n";

    static Path file(RunningWaybill waybill) {
        return waybill.directory().resolve("waybill.yaml");
    }

    /** Writes the file; what a test needs and the text leaves out is filled in as at the start. */
    static void write(RunningWaybill waybill, String yaml, Object... arguments) {
        try {
            Files.writeString(file(waybill), RunningWaybill.completed(String.format(Locale.ROOT, yaml, arguments)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ReloadResult reload(RunningWaybill waybill) {
        return waybill.waybill().reload("test").join();
    }

    private static String stats(RunningWaybill waybill) {
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            return client.send("GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n").readResponse();
        }
    }

    private static String get(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return HttpText.body(client.send(Requests.get("/")).readResponse());
        }
    }

    @Test
    void serverThatIsAddedGetsItsShareAndTheOthersKeepTheirConnections() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                ScriptedServer b = ScriptedServer.answering("b");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertEquals("a", HttpText.body(client.send(Requests.get("/")).readResponse()));
            write(waybill, TWO, a.port(), b.port());
            ReloadResult.Applied applied = assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            assertEquals(List.of("server app/b"), applied.changes().added());
            assertEquals(List.of(), applied.changes().closing());
            assertEquals(2, applied.version());
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                seen.append(HttpText.body(client.send(Requests.get("/")).readResponse()));
            }
            assertTrue(seen.toString().equals("abab") || seen.toString().equals("baba"), seen.toString());
            assertEquals(1, a.connections(), "connections to the server that was there before");
            Statistics.of(waybill).await("/pools/0/servers/0/requests", 3);
            Statistics.of(waybill).await("/listeners/0/requests", 5);
        }
    }

    @Test
    void serverThatIsRemovedFinishesItsRequestAndKeepsNoConnection() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                ScriptedServer b = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(TWO, a.port(), b.port());
                RawClient first = RawClient.connect(waybill.port("edge"));
                RawClient second = RawClient.connect(waybill.port("edge"))) {
            b.onNextConnection("read request", "wait go", "write 200 keep-alive", "read request");
            first.send(Requests.get("/"));
            second.send(Requests.get("/"));
            Waiting.until(
                    "both servers have a request",
                    () -> a.requests().size() == 1 && b.requests().size() == 1);
            write(waybill, ONE, a.port());
            ReloadResult.Applied applied = assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            assertEquals(List.of("server app/b"), applied.changes().removed());
            for (int i = 0; i < 4; i++) {
                assertEquals("a", get(waybill.port("edge")));
            }
            b.release("go");
            assertEquals(200, HttpText.status(first.readResponse()));
            assertEquals(200, HttpText.status(second.readResponse()));
            Waiting.until("the connection to the removed server closes", () -> b.openConnections() == 0);
        }
    }

    @Test
    void sameBytesAreNoReload() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port())) {
            write(waybill, ONE, a.port());
            assertEquals(new ReloadResult.Unchanged(1), reload(waybill));
        }
    }

    @Test
    void wrongFileChangesNothingAndIsToldWithItsLine() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port())) {
            write(waybill, QUIET + "pools:\n  app:\n    servers: [\"127.0.0.1:1\"]\n    wieght: 3\n");
            ReloadResult.Rejected rejected = assertInstanceOf(ReloadResult.Rejected.class, reload(waybill));
            assertTrue(rejected.problems().get(0).contains("waybill.yaml:5:5: pools.app.wieght"), rejected.toString());
            assertEquals("a", get(waybill.port("edge")));
            assertTrue(stats(waybill).contains("wieght"));
            write(waybill, ONE, a.port());
            assertInstanceOf(ReloadResult.Unchanged.class, reload(waybill));
            assertFalse(stats(waybill).contains("wieght"));
        }
    }

    @Test
    void addressThatIsTakenLeavesEverythingAsItWas() throws IOException {
        try (ScriptedServer a = ScriptedServer.answering("a");
                ServerSocket taken = new ServerSocket(0);
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port())) {
            write(
                    waybill,
                    ONE + "listeners: {edge: {address: \"127.0.0.1:0\"}, free: {address: \"127.0.0.1:0\"},"
                            + " taken: {address: \"0.0.0.0:%d\"}}\n",
                    a.port(),
                    taken.getLocalPort());
            ReloadResult.Rejected rejected = assertInstanceOf(ReloadResult.Rejected.class, reload(waybill));
            assertEquals(1, rejected.problems().size());
            assertTrue(rejected.problems().get(0).contains("cannot bind listener taken"), rejected.toString());
            assertEquals("a", get(waybill.port("edge")));
            Statistics.of(waybill).await("/config/version", 1);
        }
    }

    @Test
    void listenersComeAndGoAndIdleConnectionsOfOneThatGoesClose() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port())) {
            String both = ONE + "listeners: {edge: {address: \"127.0.0.1:0\"}, more: {address: \"127.0.0.1:0\"}}\n";
            int edge = waybill.port("edge");
            write(waybill, both, a.port());
            assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            assertEquals(edge, waybill.port("edge"));
            try (RawClient kept = RawClient.connect(edge);
                    RawClient closing = RawClient.connect(waybill.port("more"))) {
                assertEquals("a", HttpText.body(kept.send(Requests.get("/")).readResponse()));
                assertEquals("a", HttpText.body(closing.send(Requests.get("/")).readResponse()));
                write(waybill, ONE, a.port());
                ReloadResult.Applied applied = assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
                assertEquals(List.of("listener more"), applied.changes().removed());
                assertEquals(1, applied.changes().closing().size());
                assertTrue(closing.isClosedByPeer());
                assertEquals("a", HttpText.body(kept.send(Requests.get("/")).readResponse()));
            }
        }
    }

    @Test
    void poolAndItsRouteGoAndComeBack() {
        String routes = QUIET + "routes: [{path: /x/, pool: extra}, {pool: app}]\n"
                + "pools: {app: {servers: [\"127.0.0.1:%d\"]}, extra: {servers: [\"127.0.0.1:%d\"]}}\n";
        try (ScriptedServer a = ScriptedServer.answering("a");
                ScriptedServer b = ScriptedServer.answering("b");
                RunningWaybill waybill = RunningWaybill.withConfig(routes, a.port(), b.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int round = 0; round < 3; round++) {
                assertEquals("b", HttpText.body(client.send(Requests.get("/x/")).readResponse()));
                write(waybill, QUIET + "pools: {app: {servers: [\"127.0.0.1:%d\"]}}\n", a.port());
                assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
                assertEquals("a", HttpText.body(client.send(Requests.get("/x/")).readResponse()));
                write(waybill, routes, a.port(), b.port());
                assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            }
            Statistics.of(waybill).await("/pools/0/requests", 3);
        }
    }

    @Test
    void tokensCountAtOnce() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port())) {
            assertTrue(stats(waybill).startsWith("HTTP/1.1 200 "));
            write(
                    waybill,
                    "admin: {address: \"127.0.0.1:0\", tokens: [{name: x, role: viewer, token: \"%s\"}]}\n" + ONE,
                    "0123456789abcdef",
                    a.port());
            ReloadResult.Applied applied = assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            assertEquals(List.of(), applied.notices());
            assertTrue(stats(waybill).startsWith("HTTP/1.1 401 "));
            write(waybill, ONE, a.port());
            assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            assertTrue(stats(waybill).startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void keysOfTheStartAreToldAndTheRestOfTheFileCounts() {
        try (ScriptedServer a = ScriptedServer.answering("a");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, a.port())) {
            write(waybill, "threads: 3\nlimits: {head: 4KiB}\n" + ONE, a.port());
            ReloadResult.Applied applied = assertInstanceOf(ReloadResult.Applied.class, reload(waybill));
            assertTrue(applied.notices().stream().anyMatch(line -> line.startsWith("threads: ")), applied.toString());
            try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(5000) + "\r\n\r\n");
                assertEquals(431, HttpText.status(client.readResponse()));
            }
        }
    }
}
