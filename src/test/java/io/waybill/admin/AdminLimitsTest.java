package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.waybill.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AdminLimitsTest {

    private static final AdminLimits HASTY =
            new AdminLimits(3, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));

    private final TestSource source = new TestSource().pool("api", "one", "two");
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(HASTY);
    }

    private AdminServer start(AdminLimits limits) throws IOException {
        return AdminServer.start(
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                new AdminSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, List::of),
                source,
                new TestOperations());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aClientThatSendsNothingIsCut() throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void aClientThatSendsItsRequestInDripsIsCut() throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("GET /health HTTP/1.1\r\nHost: local");
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").readResponse();
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void aClientThatDoesNotTakeItsAnswersIsCut() throws IOException {
        source.pool(
                "large", IntStream.range(0, 3000).mapToObj(i -> "server-" + i).toArray(String[]::new));
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("GET /stats HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50));
            // Nothing is read until the deadline is over: a second client waits for it.
            try (RawClient other = RawClient.connect(server.port())) {
                assertTrue(other.isClosedByPeer());
            }
            int answers = client.readUntilClose().split("HTTP/1.1 200", -1).length - 1;
            assertTrue(answers < 50, "found " + answers + " answers, expected to be cut before all 50");
        }
    }

    @Test
    void connectionsAboveTheLimitAreClosedAtOnceAndLeaveRoomLater() throws IOException {
        server.close();
        server = start(new AdminLimits(3, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)));
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RawClient client = RawClient.connect(server.port());
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").readResponse();
            open.add(client);
        }
        try (RawClient surplus = RawClient.connect(server.port())) {
            assertTrue(surplus.isClosedByPeer());
        }
        open.get(0)
                .send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .readResponse();
        assertTrue(open.get(0).isClosedByPeer());
        try (RawClient later = RawClient.connect(server.port())) {
            later.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(later.readResponse().startsWith("HTTP/1.1 200 "));
        }
        open.forEach(RawClient::close);
    }
}
