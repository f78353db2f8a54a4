package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file is written again and again while clients send as fast as they can: none of them notices. */
class ReloadUnderLoadTest {

    private static final int ROUNDS = 21;
    private static final String CONFIG = "reload: {debounce: 10ms}\nlisteners: {edge: {address: \"127.0.0.1:0\"}%s}\n"
            + "routes: [{pool: app}%s]\n"
            + "pools:\n  app:\n    check: {interval: 100ms, timeout: 50ms}\n"
            + "    servers: [{name: a, address: \"127.0.0.1:%d\"}, {name: b, address: \"127.0.0.1:%d\", weight: %d}%s]\n";

    private static void write(RunningWaybill waybill, int round, ScriptedServer[] servers) {
        ReloadTest.write(
                waybill,
                CONFIG,
                round % 3 == 0 ? ", more: {address: \"127.0.0.1:0\"}" : "",
                round % 4 == 0 ? ", {path: /other/, respond: {status: 204}}" : "",
                servers[0].port(),
                servers[1].port(),
                1 + round % 5,
                round % 2 == 0 ? ", \"127.0.0.1:" + servers[2].port() + "\"" : "");
    }

    private static void reload(RunningWaybill waybill, int round) {
        switch (round % 3) {
            case 0 -> waybill.waybill().reload("signal").join();
            case 1 -> {
                try (RawClient admin = RawClient.connect(waybill.adminPort())) {
                    admin.send("POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 0\r\n\r\n");
                    assertTrue(admin.readResponse().startsWith("HTTP/1.1 200"));
                }
            }
            default -> {
                // the watch sees it
            }
        }
    }

    @Test
    void noRequestIsLostAndTheCountersAddUp() {
        try (ScriptedServer a = ScriptedServer.answering("ok");
                ScriptedServer b = ScriptedServer.answering("ok");
                ScriptedServer c = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, "", "", a.port(), b.port(), 1, "")) {
            ScriptedServer[] servers = {a, b, c};
            Statistics statistics = Statistics.of(waybill);
            KeepAliveClients clients = KeepAliveClients.start(4, waybill.port("edge"), i -> Requests.get("/" + i));
            try (clients) {
                for (int round = 0; round < ROUNDS; round++) {
                    long version = statistics.number("/config/version");
                    write(waybill, round + 1, servers);
                    reload(waybill, round);
                    Waiting.until("the file serves", () -> statistics.number("/config/version") > version);
                    if (round % 7 == 3) {
                        ReloadTest.write(waybill, "pools: {app: {servers: [\n");
                        ReloadTest.reload(waybill);
                        write(waybill, round + 1, servers);
                        ReloadTest.reload(waybill);
                    }
                    clients.awaitMore(100);
                }
            }
            assertEquals(List.of(), clients.problems());
            assertEquals(
                    clients.answered(),
                    a.requests().size() + b.requests().size() + c.requests().size());
            statistics.await("/listeners/0/requests", clients.answered());
            statistics.await("/pools/0/requests", clients.answered());
        }
    }
}
