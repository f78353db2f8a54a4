package io.waybill.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {

    private final Server server = new ServerRegistry(1, 1)
            .server(new ServerId("p", "a"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 80), false, 1);

    @Test
    void everyChangeOfWhatAServerMayDoIsKeptWithItsCause() {
        server.state(server.state().with(Health.unseen(2, 3)), "check configured");
        server.state(server.state().with(Health.unseen(2, 3).after(true)), "L7OK");
        server.state(server.state().with(AdminState.DRAIN), "deploy 42");
        server.state(server.state().with(AdminState.MAINT), "deploy 42");
        assertEquals(
                List.of(
                        "no check > DOWN 1/2: check configured",
                        "DOWN 1/2 > UP: L7OK",
                        "UP > DRAIN: deploy 42",
                        "DRAIN > MAINT: deploy 42"),
                kept());
    }

    @Test
    void aChangeThatNobodySeesIsNone() {
        server.state(server.state().withWeight(7), "heavier");
        server.state(server.state(), "the same again");
        assertEquals(List.of(), kept());
        server.state(server.state().withWeight(0), "no weight");
        assertEquals(List.of("no check > DRAIN: no weight"), kept());
    }

    @Test
    void theOldestOfManyChangesAreForgotten() {
        for (int i = 0; i < 60; i++) {
            server.state(server.state().with(AdminState.MAINT), "out " + i);
            server.state(server.state().with(AdminState.READY), "in " + i);
        }
        List<String> kept = kept();
        assertEquals(100, kept.size());
        assertEquals("no check > MAINT: out 10", kept.get(0));
        assertEquals("MAINT > no check: in 59", kept.get(99));
    }

    private List<String> kept() {
        return server.transitions().stream()
                .map(change -> change.from() + " > " + change.to() + ": " + change.cause())
                .toList();
    }
}
