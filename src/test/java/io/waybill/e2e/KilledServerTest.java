package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.e2e.Requests.Numbered;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One of three servers dies under load and comes back, three times: no client sees it. */
class KilledServerTest {

    private static final String POOL = "threads: %d\npools: {web: {balance: %s, servers: [%s]}}\n";
    private static final String SERVER = "listeners: {edge: {address: \"127.0.0.1:%d\"}}\n"
            + "routes: [{respond: {status: 200, body: hello}}]\nadmin: {address: \"off\"}\nthreads: 1\n";

    @ParameterizedTest
    @CsvSource({"1, round-robin", "4, round-robin", "2, least-requests", "2, p2c", "2, random"})
    void noGetFailsWhenConnectionsAreResetAndThePortRefuses(int threads, String balance) {
        try (Numbered servers = new Numbered(3);
                RunningWaybill waybill = RunningWaybill.withConfig(POOL, threads, balance, servers.addresses());
                KeepAliveClients clients =
                        KeepAliveClients.start(12, waybill.port("edge"), number -> Requests.get("/" + number))) {
            clients.awaitMore(300);
            for (int times = 0; times < 3; times++) {
                servers.server(2).kill();
                clients.awaitMore(300);
                servers.server(2).restart();
                clients.awaitMore(300);
            }
            clients.close();

            assertEquals(List.of(), clients.problems());
            assertTrue(servers.counts().get(1) > 50, () -> servers.counts().toString());
        }
    }

    @Test
    void noGetFailsWhenAProcessIsKilled() throws IOException {
        int port = freePort();
        try (Numbered servers = new Numbered(2);
                RunningWaybill waybill = RunningWaybill.withConfig(
                        POOL, 2, "round-robin", servers.addresses() + ", \"127.0.0.1:" + port + "\"")) {
            WaybillProcess killed = WaybillProcess.serving(SERVER, port);
            try (KeepAliveClients clients =
                    KeepAliveClients.start(4, waybill.port("edge"), number -> Requests.get("/" + number))) {
                for (int times = 0; times < 3; times++) {
                    clients.awaitMore(300);
                    killed.close();
                    clients.awaitMore(300);
                    killed = WaybillProcess.serving(SERVER, port);
                }
                clients.awaitMore(300);
                clients.close();
                assertEquals(List.of(), clients.problems());
            } finally {
                killed.close();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
