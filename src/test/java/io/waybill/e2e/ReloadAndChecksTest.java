package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ReloadResult;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import org.junit.jupiter.api.Test;

/** Nothing is routed to a server that nobody has looked at, at the start and at a reload. */
class ReloadAndChecksTest {

    private static final String CONFIG = "reload: {watch: false}\npools:\n  app:\n"
            + "    check: {http: /healthz, interval: %s, timeout: 500ms}\n    servers: [%s]\n";

    private static String server(String name, ScriptedServer server) {
        return "{name: " + name + ", address: \"127.0.0.1:" + server.port() + "\"}";
    }

    private static ScriptedServer answering(String body, int checkStatus) {
        ScriptedServer server = ScriptedServer.start();
        server.always(request ->
                request.contains("/healthz") ? HttpText.response(checkStatus, "") : HttpText.response(200, body));
        return server;
    }

    private static String get(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return HttpText.body(client.send(Requests.get("/")).readResponse());
        }
    }

    @Test
    void firstRequestFindsTheServersThatAreWellAtTheStart() {
        try (ScriptedServer good = answering("good", 200);
                ScriptedServer bad = answering("bad", 500);
                RunningWaybill waybill =
                        RunningWaybill.withConfig(CONFIG, "1h", server("bad", bad) + ", " + server("good", good))) {
            for (int i = 0; i < 6; i++) {
                assertEquals("good", get(waybill.port("edge")));
            }
        }
    }

    @Test
    void newServerThatIsNotWellGetsNothingAndHealthOfTheOthersIsKept() {
        try (ScriptedServer good = answering("good", 200);
                ScriptedServer other = answering("other", 200);
                ScriptedServer bad = answering("bad", 500);
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, "1h", server("good", good))) {
            assertEquals("good", get(waybill.port("edge")));
            int probes = checksOf(good);
            ReloadTest.write(
                    waybill,
                    CONFIG,
                    "1h",
                    server("good", good) + ", " + server("bad", bad) + ", " + server("other", other));
            assertInstanceOf(ReloadResult.Applied.class, ReloadTest.reload(waybill));
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                seen.append(get(waybill.port("edge"))).append(' ');
            }
            assertTrue(seen.toString().contains("good") && seen.toString().contains("other"), seen.toString());
            assertTrue(!seen.toString().contains("bad"), seen.toString());
            assertEquals(probes, checksOf(good), "checks of the server that was there before");
            Statistics.of(waybill).await("/config/version", 2);
        }
    }

    private static int checksOf(ScriptedServer server) {
        return (int) server.requests().stream()
                .filter(request -> request.contains("/healthz"))
                .count();
    }
}
