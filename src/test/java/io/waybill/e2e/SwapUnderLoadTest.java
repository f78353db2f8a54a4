package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.net.Transports;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots change while requests run. */
class SwapUnderLoadTest {

    private static final int SWAPS = 300;

    @Test
    void noRequestIsLostAndCountersGoOn() {
        try (ScriptedServer stays = ScriptedServer.answering("stays");
                ScriptedServer comes = ScriptedServer.answering("comes");
                ScriptedServer goes = ScriptedServer.answering("goes");
                SwappingProxy proxy = SwappingProxy.start(Transports.best(), 2)) {
            Pool first = proxy.swap(stays.port(), goes.port());
            Server kept = first.servers().get(0);
            int port = proxy.open(proxy.listener("edge"));
            try (KeepAliveClients clients = KeepAliveClients.start(8, port, SwapUnderLoadTest::request)) {
                for (int i = 0; i < SWAPS; i++) {
                    clients.awaitMore(10);
                    swap(proxy, i, stays.port(), comes.port(), goes.port());
                }
                clients.close();
                assertEquals(List.of(), clients.problems());
                Pool last = proxy.swap(stays.port());
                Waiting.until("all are counted", () -> last.traffic().view().inFlight() == 0);
                assertEquals(clients.answered(), last.traffic().view().requests());
                assertEquals(clients.answered(), proxy.traffic().view().requests());
                long servers = (long) stays.requests().size()
                        + comes.requests().size()
                        + goes.requests().size();
                assertEquals(clients.answered() + last.traffic().view().retries(), servers);
                assertEquals(stays.requests().size(), kept.traffic().view().requests());
            }
            Waiting.until(
                    "what is gone has no connection", () -> comes.openConnections() + goes.openConnections() == 0);
        }
    }

    private static void swap(SwappingProxy proxy, int number, int stays, int comes, int goes) {
        switch (number % 4) {
            case 0 -> proxy.swap(stays);
            case 1 -> proxy.swap(stays, comes);
            case 2 -> proxy.swap(comes, stays, goes);
            default -> proxy.swap(goes, stays);
        }
    }

    private static String request(long number) {
        return number % 2 == 0 ? Requests.get("/" + number) : Requests.post("/" + number, "body of " + number);
    }

    @Test
    void tunnelLivesOnAlthoughItsServerIsRetired() {
        try (ScriptedServer gone = ScriptedServer.start();
                ScriptedServer stays = ScriptedServer.answering("stays");
                SwappingProxy proxy = SwappingProxy.start()) {
            gone.onNextConnection(
                    "read request",
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                    "read 4 bytes",
                    "raw pong",
                    "read 3 bytes",
                    "raw end",
                    "close");
            Pool before = proxy.swap(gone.port());
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                client.send("GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                assertEquals(101, HttpText.status(client.readResponse()));
                swapOften(proxy, stays);
                assertEquals("pong", text(client.send("ping").readBytes(4)));
                swapOften(proxy, stays);
                assertEquals("end", text(client.send("now").readBytes(3)));
                assertEquals("", client.readUntilClose());
            }
            assertFinished(before);
        }
    }

    @Test
    void responseThatStreamsIsWholeAlthoughItsServerIsRetired() {
        try (ScriptedServer gone = ScriptedServer.start();
                ScriptedServer stays = ScriptedServer.answering("stays");
                SwappingProxy proxy = SwappingProxy.start()) {
            gone.onNextConnection(
                    "read request",
                    "raw HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\none",
                    "wait second",
                    "raw two",
                    "wait third",
                    "raw six");
            Pool before = proxy.swap(gone.port());
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals(200, HttpText.status(client.send(Requests.get("/")).readHead()));
                assertEquals("one", text(client.readBytes(3)));
                swapOften(proxy, stays);
                gone.release("second");
                assertEquals("two", text(client.readBytes(3)));
                swapOften(proxy, stays);
                gone.release("third");
                assertEquals("six", text(client.readBytes(3)));
                Waiting.until("the connection is not kept", () -> gone.openConnections() == 0);
                assertEquals(
                        "stays", HttpText.body(client.send(Requests.get("/")).readResponse()));
            }
            assertFinished(before);
        }
    }

    private static void swapOften(SwappingProxy proxy, ScriptedServer stays) {
        try (ScriptedServer passing = ScriptedServer.answering("passing")) {
            for (int i = 0; i < 30; i++) {
                proxy.swap(stays.port(), passing.port());
                proxy.swap(stays.port());
            }
        }
    }

    private static void assertFinished(Pool pool) {
        Server server = pool.servers().get(0);
        Waiting.until("the exchange is over", () -> server.requestsInFlight() == 0);
        Waiting.until("nothing is open", () -> server.connections().view().open() == 0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
