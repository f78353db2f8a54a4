package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.LinkConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.pool.Server;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of servers that are spoken to in HTTP/2. */
class Http2CheckTest {

    private static final int REFUSED_STREAM = 7;

    private static final String CHECK =
            "check: {http: /health, interval: 1s, timeout: 900ms, fastInterval: 1s, fall: 1, rise: 1}";

    private static boolean isServed(RunningWaybill waybill) {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            return client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    .readResponse()
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void checksShareOneConnectionAndFindAServerThatIsIll() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start()) {
            server.always(connection -> {
                connection.settings();
                for (int checks = 0; true; ) {
                    Http2Frame head = connection.await(Http2Frame.HEADERS);
                    if (head.fields().contains(":path: /health") && ++checks > 1) {
                        connection.head(head.stream(), true, ":status: 500");
                    } else {
                        connection.answer(head.stream(), "well");
                    }
                }
            });
            try (RunningWaybill waybill = RunningWaybill.withConfig(
                    "threads: 1\npools: {web: {http: h2, servers: [\"127.0.0.1:%d\"], " + CHECK + "}}",
                    server.port())) {
                Waiting.until("it is found ill", () -> !isServed(waybill));
                assertTrue(server.requests().stream().anyMatch(head -> head.contains(":path: /health")));
                assertTrue(server.connections() <= 2, server.connections() + " connections");
            }
        }
    }

    @Test
    void aServerThatResetsEveryCheckIsAskedOnceMoreAndNoOftener() {
        LinkConfig link = new LinkConfig(ServerHttp.H2, PoolTlsConfig.STANDARD, SendProxy.OFF);
        try (ScriptedHttp2Server listening = ScriptedHttp2Server.start();
                Checking checking = Checking.start()) {
            listening.always(connection -> {
                connection.settings();
                connection.answer(connection.request(), "well");
                while (true) {
                    connection.reset(connection.request(), REFUSED_STREAM);
                }
            });
            Server server = checking.server(listening.port());
            checking.start(server, Checks.http(Checks.OFTEN), link);
            assertEquals(CheckCode.L7RSP, checking.probes(server, 2).get(1).code());
        }
    }

    @Test
    void checksOverTlsChooseHttp2ByAlpn() {
        try (TestCertificates certificates = TestCertificates.make();
                ScriptedHttp2Server server =
                        ScriptedHttp2Server.start(certificates.trusting(certificates.server("127.0.0.1")), "h2")) {
            server.always(connection -> connection.settings().answerAll("well"));
            try (RunningWaybill waybill = RunningWaybill.withConfig(
                    "threads: 1\npools: {web: {http: auto, tls: {ca: \"%s\"}, servers: [\"https://127.0.0.1:%d\"], "
                            + CHECK + "}}",
                    certificates.caFile(),
                    server.port())) {
                Waiting.until("some checks are over", () -> server.requests().size() >= 4);
                assertTrue(isServed(waybill));
                assertEquals(List.of(), server.problems());
            }
        }
    }
}
