package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.waybill.frontend.Listener;
import io.waybill.http.FieldName;
import io.waybill.http.HeadLimits;
import io.waybill.net.Transports;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listeners that change, replace each other and go while clients are there. */
class ListenerChangesTest {

    @Test
    void connectionLivesOnWhenLimitsAndSettingsChange() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                SwappingProxy proxy = SwappingProxy.start()) {
            proxy.swap(server.port());
            Listener listener = proxy.listener("edge");
            try (RawClient client = RawClient.connect(proxy.open(listener))) {
                String longPath = "/" + "x".repeat(1_000);
                String before = client.send(Requests.get(longPath)).readResponse();
                assertEquals(200, HttpText.status(before));
                assertNotNull(HttpText.field(before, "X-Unique-Request-Id"));

                HeadLimits shorter = new HeadLimits(65_536, 100, 100, 8_192, 50, 4_096);
                listener.use(proxy.exchanges("edge", FieldName.of("X-Other-Id")), SwappingProxy.limits(shorter));
                await(proxy);

                String after = client.send(Requests.get("/short")).readResponse();
                assertEquals(200, HttpText.status(after));
                assertNotNull(HttpText.field(after, "X-Other-Id"));
                assertNull(HttpText.field(after, "X-Unique-Request-Id"));
                assertEquals(
                        414, HttpText.status(client.send(Requests.get(longPath)).readResponse()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"epoll, 1", "epoll, 3", "io_uring, 1", "io_uring, 3", "nio, 1", "nio, 3"})
    void clientsThatNobodyHasAcceptedYetAreAnsweredWhenItsListenerGoes(String word, int threads) {
        assumeTrue(!word.equals("epoll") || Epoll.isAvailable());
        assumeTrue(!word.equals("io_uring") || IoUring.isAvailable());
        List<RawClient> clients = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.answering("ok");
                SwappingProxy proxy = SwappingProxy.start(transport(word), threads)) {
            proxy.swap(server.port());
            Listener listener = proxy.listener("edge");
            int port = proxy.open(listener);
            CountDownLatch goOn = block(proxy);
            for (int i = 0; i < 50; i++) {
                clients.add(RawClient.connect(port).send(Requests.get("/" + i)));
            }
            int waiting = ((SingleThreadEventExecutor) proxy.loop()).pendingTasks();
            CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> {
                listener.stopAccepting();
                listener.drain();
            });
            Waiting.until(
                    "the end waits behind what blocks the loop",
                    () -> ((SingleThreadEventExecutor) proxy.loop()).pendingTasks() > waiting);
            goOn.countDown();
            for (RawClient client : clients) {
                assertEquals("ok", HttpText.body(client.readResponse()));
            }
            gone.join();
            Waiting.until("nobody listens any more", () -> isRefused(port));
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void requestThatWasSentBeforeTheEndIsAnswered() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                SwappingProxy proxy = SwappingProxy.start()) {
            proxy.swap(server.port());
            Listener listener = proxy.listener("edge");
            try (RawClient client = RawClient.connect(proxy.open(listener))) {
                client.send(Requests.get("/1")).readResponse();
                CountDownLatch goOn = block(proxy);
                listener.drain();
                client.send(Requests.get("/2"));
                goOn.countDown();
                String last = client.readResponse();
                assertEquals(200, HttpText.status(last));
                assertEquals("close", HttpText.field(last, "Connection"));
            }
        }
    }

    @Test
    void whoConnectedBeforeAListenerGaveItsPortToAnotherOneIsAnswered() throws IOException {
        assumeTrue(Epoll.isAvailable());
        try (ScriptedServer server = ScriptedServer.answering("ok");
                SwappingProxy proxy = SwappingProxy.start(Transports.epoll(), 2)) {
            proxy.swap(server.port());
            Listener listener = proxy.listener("edge");
            int port = proxy.open(listener);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            assertThrows(IOException.class, () -> proxy.listener("edge").bind(address));
            for (int i = 0; i < 20; i++) {
                Listener successor = proxy.listener("edge");
                successor.bind(address, true);
                successor.accept();
                // The kernel shares these out between the sockets of both. It resets whoever it takes between the last
                // look at a socket and its close, so that nothing can be promised to those who come just then.
                List<RawClient> early = connectedTo(port);
                listener.stopAccepting();
                listener.drain();
                assertAnswered(early);
                assertAnswered(connectedTo(port));
                listener = successor;
            }
        }
    }

    @Test
    void listenerThatTheSnapshotLacksAnswersAsBefore() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                SwappingProxy proxy = SwappingProxy.start()) {
            proxy.swap(server.port());
            try (RawClient client = RawClient.connect(proxy.open(proxy.listener("edge")))) {
                assertEquals("ok", HttpText.body(client.send(Requests.get("/")).readResponse()));
                proxy.swap("another", server.port());
                assertEquals("ok", HttpText.body(client.send(Requests.get("/")).readResponse()));
            }
        }
    }

    /** Clients that have sent a request and not been answered. */
    private static List<RawClient> connectedTo(int port) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(RawClient.connect(port).send(Requests.get("/" + i)));
        }
        return clients;
    }

    private static void assertAnswered(List<RawClient> clients) {
        for (RawClient client : clients) {
            assertEquals("ok", HttpText.body(client.readResponse()));
            client.close();
        }
    }

    private static boolean isRefused(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return false;
        } catch (RuntimeException refused) {
            return true;
        }
    }

    private static Transports.Choice transport(String word) {
        return word.equals("nio") ? Transports.nio() : word.equals("epoll") ? Transports.epoll() : Transports.ioUring();
    }

    /** Returns when the first loop does nothing any more, until the latch is released. */
    private static CountDownLatch block(SwappingProxy proxy) {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        proxy.loop().execute(() -> {
            blocked.countDown();
            await(goOn);
        });
        await(blocked);
        return goOn;
    }

    private static void await(SwappingProxy proxy) {
        CountDownLatch reached = new CountDownLatch(1);
        proxy.loop().execute(reached::countDown);
        await(reached);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
