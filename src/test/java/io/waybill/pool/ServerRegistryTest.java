package io.waybill.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerRegistryTest {

    private static final PoolSettings SETTINGS =
            new PoolSettings(Policy.RANDOM, 1, 1, 1, 0, 0, true, 1, 1, 0, 0, LinkConfig.STANDARD, false);

    private final ServerRegistry registry = new ServerRegistry(1, 1);

    @Test
    void theSameNameAtTheSameAddressIsTheSameServer() {
        Server first = server("a", "127.0.0.1", 80, 3);
        first.state(first.state().with(AdminState.DRAIN), "test");
        Server again = server("a", "127.0.0.1", 80, 7);
        assertSame(first, again);
        assertEquals("DRAIN", again.status());
        assertEquals(3, again.weight());
    }

    @Test
    void anotherAddressOrPoolOrNameIsAnotherServerWithAnotherSlot() {
        Server first = server("a", "127.0.0.1", 80, 1);
        Server moved = server("a", "127.0.0.2", 80, 1);
        Server named = server("b", "127.0.0.2", 80, 1);
        Server elsewhere = registry.server(new ServerId("q", "a"), address("127.0.0.2", 80), false, 1);
        assertNotSame(first, moved);
        assertNotEquals(first.slot(), moved.slot());
        assertNotSame(moved, named);
        assertNotSame(moved, elsewhere);
        assertEquals(3, elsewhere.slot());
    }

    @Test
    void whatNoPoolHasAnyMoreIsForgotten() {
        Server kept = server("kept", "127.0.0.1", 80, 1);
        Server gone = server("gone", "127.0.0.1", 81, 1);
        Pool before = registry.pool("p", SETTINGS, List.of(kept, gone));
        Pool lost = registry.pool("lost", SETTINGS, List.of());
        Pool after = registry.pool("p", SETTINGS, List.of(kept));

        assertEquals(List.of(gone), registry.retain(List.of(after)));
        assertTrue(gone.isRetired());
        assertSame(kept, server("kept", "127.0.0.1", 80, 1));
        assertSame(before.traffic(), registry.pool("p", SETTINGS, List.of()).traffic());
        assertNotSame(lost.traffic(), registry.pool("lost", SETTINGS, List.of()).traffic());
        assertNotSame(gone, server("gone", "127.0.0.1", 81, 1));
    }

    @Test
    void aServerThatMovesAndIsBackBeforeAnybodyForgotItIsTheSame() {
        Server first = server("a", "127.0.0.1", 80, 1);
        Server moved = server("a", "127.0.0.2", 80, 1);
        assertSame(first, server("a", "127.0.0.1", 80, 1));
        assertSame(moved, server("a", "127.0.0.2", 80, 1));
        assertEquals(List.of(moved), registry.retain(List.of(registry.pool("p", SETTINGS, List.of(first)))));
    }

    @Test
    void aPoolOfWhichNothingChangedIsTheSame() {
        Server server = server("a", "127.0.0.1", 80, 1);
        Pool pool = registry.pool("p", SETTINGS, List.of(server));
        server.state(server.state().withWeight(7), "test");
        assertSame(pool, registry.pool("p", SETTINGS, List.of(server)));
        assertNotSame(pool, registry.pool("p", SETTINGS, List.of(server, server("b", "127.0.0.1", 81, 1))));
    }

    @Test
    void labelAndHostFieldAreReadyToBeWritten() {
        Server plain = server("a", "127.0.0.1", 8081, 1);
        assertEquals("p/a", new String(plain.label(), StandardCharsets.UTF_8));
        assertEquals("Host: 127.0.0.1:8081\r\n", hostField(plain));
        assertEquals("Host: 127.0.0.1\r\n", hostField(server("b", "127.0.0.1", 80, 1)));
        assertEquals("Host: [0:0:0:0:0:0:0:1]:81\r\n", hostField(server("c", "::1", 81, 1)));
        assertEquals("Host: localhost:82\r\n", hostField(server("d", "localhost", 82, 1)));
    }

    private static String hostField(Server server) {
        return new String(server.hostField(), StandardCharsets.US_ASCII);
    }

    private Server server(String name, String host, int port, int weight) {
        return registry.server(new ServerId("p", name), address(host, port), false, weight);
    }

    private static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
