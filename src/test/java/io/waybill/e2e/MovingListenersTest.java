package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ReloadResult;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners that get another address or another name in the file, while clients are there. */
class MovingListenersTest {

    private static final String POOL =
            "reload: {watch: false}\npools: {app: {servers: [{name: a, address: \"127.0.0.1:%d\"}]}}\n";
    private static final String ONE = POOL + "listeners: {%s: {address: \"127.0.0.1:%d\"}}\n";
    private static final String TWO =
            POOL + "routes: [{pool: app}, {path: \"= /who\", listener: left, respond: {body: left}},"
                    + " {path: \"= /who\", listener: right, respond: {body: right}}]\n"
                    + "listeners: {left: {address: \"127.0.0.1:%d\"}, right: {address: \"127.0.0.1:%d\"}}\n";

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReloadResult.Applied reloaded(RunningWaybill waybill) {
        return assertInstanceOf(ReloadResult.Applied.class, ReloadTest.reload(waybill));
    }

    @Test
    void newAddressServesBeforeTheOldOneGoesAndWhatRunsThereFinishes() {
        int before = freePort();
        int after = freePort();
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig("threads: 1\n" + ONE, server.port(), "edge", before);
                RawClient busy = RawClient.connect(before);
                RawClient idle = RawClient.connect(before)) {
            server.onNextConnection(
                    "read request",
                    "write 200 keep-alive",
                    "read request",
                    "tell here",
                    "wait go",
                    HttpText.response(200, "whole"));
            server.onNextConnection("read request", HttpText.response(200, "new"));
            Requests.bodyOfGet(idle);
            busy.send(Requests.get("/"));
            server.await("here");

            ReloadTest.write(waybill, "threads: 1\n" + ONE, server.port(), "edge", after);
            ReloadResult.Applied applied = reloaded(waybill);

            assertEquals(1, applied.changes().closing().size(), applied.toString());
            assertEquals(after, waybill.port("edge"));
            assertEquals("new", Requests.bodyOfGet(after));
            assertThrows(UncheckedIOException.class, () -> RawClient.connect(before));
            assertTrue(idle.isClosedByPeer());
            server.release("go");
            String last = busy.readResponse();
            assertEquals("whole", HttpText.body(last));
            assertEquals("close", HttpText.field(last, "Connection"));
            Statistics.of(waybill).await("/listeners/0/requests", 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void listenerThatIsOnlyCalledOtherwiseLosesNobody(String transport) {
        int port = freePort();
        String config = "threads: 2\ntransport: " + transport + "\n" + ONE;
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(config, server.port(), "edge", port);
                RawClient kept = RawClient.connect(port)) {
            assertEquals("ok", Requests.bodyOfGet(kept));
            KeepAliveClients clients = KeepAliveClients.start(2, port, i -> Requests.get("/" + i));
            int connected = 0;
            try (clients) {
                for (int round = 0; round < 10; round++) {
                    ReloadTest.write(waybill, config, server.port(), round % 2 == 0 ? "front" : "edge", port);
                    assertEquals(List.of(), reloaded(waybill).changes().closing());
                    assertEquals("ok", Requests.bodyOfGet(kept));
                    assertEquals("ok", Requests.bodyOfGet(port));
                    connected++;
                    clients.awaitMore(20);
                }
            }
            assertEquals(List.of(), clients.problems());
            Statistics.of(waybill).await("/listeners/0/requests", clients.answered() + 1 + 2L * connected);
        }
    }

    @Test
    void twoListenersExchangeTheirAddressesAndTheirClientsGetTheOtherRoutes() {
        int one = freePort();
        int other = freePort();
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(TWO, server.port(), one, other);
                RawClient client = RawClient.connect(one)) {
            assertEquals("left", HttpText.body(client.send(Requests.get("/who")).readResponse()));
            ReloadTest.write(waybill, TWO, server.port(), other, one);
            assertEquals(List.of(), reloaded(waybill).changes().closing());
            assertEquals(
                    "right", HttpText.body(client.send(Requests.get("/who")).readResponse()));
            Statistics.of(waybill).await("/listeners/0/requests", 1);
            Statistics.of(waybill).await("/listeners/1/requests", 1);
        }
    }

    @Test
    void firstRequestEverThatComesWhileItsListenerGoesIsRoutedAsBefore() {
        String both = POOL + "listeners: {edge: {address: \"127.0.0.1:%d\"}, old: {address: \"127.0.0.1:%d\"}}\n";
        int stays = freePort();
        int goes = freePort();
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(both, server.port(), stays, goes);
                RawClient client = RawClient.connect(goes)) {
            String request = Requests.get("/");
            client.send(request.substring(0, 10));
            Statistics.of(waybill).await("/listeners/1/connections/opened", 1);
            ReloadTest.write(waybill, ONE, server.port(), "edge", stays);
            reloaded(waybill);
            assertEquals("ok", HttpText.body(client.send(request.substring(10)).readResponse()));
        }
    }

    @Test
    void nameMovesOnWhileAnotherOneTakesItsAddressAndNothingIsCountedTwice() {
        int first = freePort();
        int second = freePort();
        String both = POOL + "listeners: {edge: {address: \"127.0.0.1:%d\"}, old: {address: \"127.0.0.1:%d\"}}\n";
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(ONE, server.port(), "edge", first);
                RawClient kept = RawClient.connect(first)) {
            Requests.bodyOfGet(kept);
            ReloadTest.write(waybill, both, server.port(), second, first);
            assertEquals(List.of(), reloaded(waybill).changes().closing());
            Requests.bodyOfGet(kept);
            Requests.bodyOfGet(second);
            Statistics.of(waybill).await("/listeners/0/requests", 2);
            Statistics.of(waybill).await("/listeners/1/requests", 1);
        }
    }
}
