package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.waybill.pool.Server;
import io.waybill.stats.ConnectionView;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** What becomes of the connections to a server that a new snapshot does not have. */
class RetiredServerTest {

    @Test
    void itsIdleConnectionsCloseAndOthersAreKept() {
        try (ScriptedServer gone = ScriptedServer.answering("gone");
                ScriptedServer stays = ScriptedServer.answering("stays");
                SwappingProxy proxy = SwappingProxy.start()) {
            Server retired = proxy.swap(gone.port(), stays.port()).servers().get(0);
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals("gone", body(client));
                assertEquals("stays", body(client));
                proxy.swap(stays.port());
                Waiting.until("the idle connection closes", () -> gone.openConnections() == 0);
                Waiting.until("nothing is counted as open", () -> isNothing(retired));
                assertEquals("stays", body(client));
                assertEquals(1, stays.connections());
            }
        }
    }

    @Test
    void requestInFlightFinishesAndItsConnectionIsNotKept() {
        try (ScriptedServer gone = ScriptedServer.start();
                ScriptedServer stays = ScriptedServer.answering("stays");
                SwappingProxy proxy = SwappingProxy.start()) {
            gone.onNextConnection("read request", "tell here", "wait go", "write 200 keep-alive");
            Server retired = proxy.swap(gone.port()).servers().get(0);
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                client.send(Requests.get("/"));
                gone.await("here");
                proxy.swap(stays.port());
                gone.release("go");
                assertEquals(200, HttpText.status(client.readResponse()));
                Waiting.until("the connection closes", () -> gone.openConnections() == 0);
                Waiting.until("nothing is counted as open", () -> isNothing(retired));
                assertEquals("stays", body(client));
            }
        }
    }

    @Test
    void exchangeThatBeganBeforeMayStillConnectToIt() {
        try (ScriptedServer first = ScriptedServer.start();
                ScriptedServer second = ScriptedServer.answering("second");
                ScriptedServer stays = ScriptedServer.answering("stays");
                SwappingProxy proxy = SwappingProxy.start()) {
            first.onNextConnection("read request", "tell here", "wait go", "close");
            Server retired = proxy.swap(first.port(), second.port()).servers().get(1);
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                client.send(Requests.get("/"));
                first.await("here");
                proxy.swap(stays.port());
                first.release("go");
                assertEquals("second", HttpText.body(client.readResponse()));
                Waiting.until("the connection closes", () -> second.openConnections() == 0);
                Waiting.until("nothing is counted as open", () -> isNothing(retired));
            }
        }
    }

    @Test
    void nothingOfItStaysInMemory() {
        try (ScriptedServer gone = ScriptedServer.answering("gone");
                ScriptedServer stays = ScriptedServer.answering("stays");
                SwappingProxy proxy = SwappingProxy.start()) {
            WeakReference<Server> retired =
                    new WeakReference<>(proxy.swap(gone.port()).servers().get(0));
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals("gone", body(client));
                proxy.swap(stays.port());
                assertEquals("stays", body(client));
                Waiting.until("the server is collected", () -> {
                    System.gc();
                    return retired.get() == null;
                });
            }
        }
    }

    @Test
    void serverThatComesBackIsANewOne() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                ScriptedServer other = ScriptedServer.answering("other");
                SwappingProxy proxy = SwappingProxy.start()) {
            Server before = proxy.swap(server.port()).servers().get(0);
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals("ok", body(client));
                proxy.swap(other.port());
                Server after = proxy.swap(server.port()).servers().get(0);
                assertEquals("ok", body(client));
                assertEquals("ok", body(client));
                assertFalse(after.isRetired());
                assertEquals(1, after.connections().view().open());
                Waiting.until("the old connection closes", () -> isNothing(before));
                assertEquals(2, server.connections());
            }
        }
    }

    private static String body(RawClient client) {
        return HttpText.body(client.send(Requests.get("/")).readResponse());
    }

    private static boolean isNothing(Server server) {
        ConnectionView view = server.connections().view();
        return view.open() == 0 && view.idle() == 0 && server.requestsInFlight() == 0;
    }
}
