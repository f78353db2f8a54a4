package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Many clients, and many requests. */
class ManyConnectionsTest {

    private static final String POOL = "threads: 4\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final int MOST_CONNECTIONS = 8_000;
    private static final int REQUESTS = 20_000;

    @Test
    void idleConnectionsStayOpenAndAreServedAgain() {
        int count = (int) Math.min(MOST_CONNECTIONS, (freeFiles() - 500) / 2);
        List<RawClient> clients = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port())) {
            for (int i = 0; i < count; i++) {
                RawClient client = RawClient.connect(waybill.port("edge"));
                clients.add(client);
                assertEquals("ok", Requests.bodyOfGet(client));
            }
            for (int i = 0; i < count; i += 97) {
                assertEquals("ok", Requests.bodyOfGet(clients.get(i)));
            }
            assertTrue(server.connections() <= 4, "one upstream connection for each loop serves all of them");
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void noTwoRequestsHaveTheSameId() {
        ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, server.port())) {
            server.always(request -> {
                ids.add(String.valueOf(HttpText.field(request, "X-Unique-Request-Id")));
                return HttpText.response(200, "ok");
            });
            try (KeepAliveClients clients =
                    KeepAliveClients.start(16, waybill.port("edge"), number -> Requests.get("/" + number))) {
                for (int done = 0; done < REQUESTS; done += 1_000) {
                    clients.awaitMore(1_000);
                }
                clients.close();
                assertEquals(List.of(), clients.problems());
            }
            Set<String> different = new HashSet<>(ids);
            assertTrue(different.size() >= REQUESTS);
            assertEquals(ids.size(), different.size());
            assertTrue(different.stream().allMatch(id -> id.matches("[0-9A-F]{8}-[0-9A-F]{8}-[0-9]+")));
        }
    }

    private static long freeFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : 2_000;
    }
}
