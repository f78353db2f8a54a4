package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.HttpCheckConfig;
import io.waybill.config.InitialState;
import io.waybill.pool.Server;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What goes to the server, and over which connections. */
class CheckConnectionsTest {

    /** A server that answers 503 is asked every 10 ms. */
    private static final CheckTiming OFTEN = Checks.OFTEN;

    @Test
    void manyChecksUseOneConnectionAndEachHasAnIdOfItsOwn() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> HttpText.response(503, "busy"));
            Server checked = checking.server(server.port());
            checking.start(checked, Checks.http(OFTEN));
            Waiting.until("30 checks came", () -> server.requests().size() >= 30);

            assertEquals(1, server.connections());
            Set<String> ids = server.requests().stream()
                    .map(request -> String.valueOf(HttpText.field(request, "X-Unique-Request-Id")))
                    .collect(Collectors.toSet());
            assertTrue(ids.size() >= 30);
            ids.forEach(id -> assertTrue(id.matches("HC-[0-9A-F]{8}-[0-9A-F]{8}-[1-9][0-9]*"), id));
            assertEquals(0, checked.connections().view().opened(), "connections of checks are not those of requests");
        }
    }

    @Test
    void theRequestIsAPlainOne() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            checking.firstProbe(
                    checking.server(server.port()), Checks.http(Checks.get("/healthz?full=1"), Checks.RARE));
            assertEquals(
                    "GET /healthz?full=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nUser-Agent: waybill-check\r\nX-Unique-Request-Id: HC-ID\r\n\r\n",
                    server.requests().get(0).replaceFirst("HC-[0-9A-F]+-[0-9A-F]+-1", "HC-ID"));
        }
    }

    @Test
    void methodHostAndFieldsAreThoseOfTheConfiguration() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            HttpCheckConfig http = new HttpCheckConfig(
                    "HEAD",
                    "/",
                    "app.example.com",
                    Map.of("user-agent", "me", "host", "no"),
                    Checks.STANDARD,
                    List.of());
            assertEquals(
                    CheckCode.L7OK,
                    checking.firstProbe(checking.server(server.port()), Checks.http(http, Checks.RARE))
                            .code());
            String request = server.requests().get(0);
            assertTrue(
                    request.startsWith("HEAD / HTTP/1.1\r\nHost: app.example.com\r\nuser-agent: me\r\nX-Unique"),
                    request);
        }
    }

    @Test
    void anotherPortMayBeAsked() {
        try (ScriptedServer server = ScriptedServer.start();
                ScriptedServer asked = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            CheckConfig how =
                    new CheckConfig(Checks.get("/"), null, null, asked.port(), Checks.RARE, 2, 3, InitialState.CHECK);
            assertEquals(
                    CheckCode.L7OK,
                    checking.firstProbe(checking.server(server.port()), how).code());
            assertEquals(0, server.connections());
            assertEquals(
                    "127.0.0.1:" + asked.port(), HttpText.field(asked.requests().get(0), "Host"));
        }
    }

    @Test
    void connectionsAreKeptAlsoAfterAStopAndAStartInOneBreath() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> HttpText.response(503, "busy"));
            Server checked = checking.server(server.port());
            CheckConfig how = Checks.http(OFTEN);
            checking.start(checked, how).join();
            checking.onLoop(() -> {
                checking.checks().stop(checked);
                var unused = checking.start(checked, how);
            });
            checking.probes(checked, 10);
            assertEquals(2, server.connections());
        }
    }

    @Test
    void otherRulesGoOnWithTheSameConnection() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> HttpText.response(503, "busy"));
            Server checked = checking.server(server.port());
            checking.start(checked, Checks.http(OFTEN)).join();
            checking.onLoop(() -> {
                // between two checks: one that is under way would be given up
                var unused = checking.start(checked, Checks.http(Checks.get("/other"), OFTEN));
            });
            Waiting.until(
                    "the other path is asked",
                    () -> server.requests().stream()
                                    .filter(request -> request.startsWith("GET /other "))
                                    .count()
                            >= 5);
            assertTrue(server.connections() <= 2, "" + server.connections());
        }
    }

    @Test
    void aServerThatClosesEachTimeIsWell() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> HttpText.response(200, "ok", "Connection: close"));
            Server checked = checking.server(server.port());
            checking.start(checked, Checks.http(Checks.timing(60, 60, 60, 59)));
            checking.probes(checked, 8).forEach(probe -> assertEquals(CheckCode.L7OK, probe.code()));
            assertTrue(server.connections() >= 8);
            assertEquals(List.of("a UP L7OK"), checking.told());
        }
    }

    @Test
    void aKeptConnectionThatDiesUnderACheckIsNotTheServersFailure() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "write 503 keep-alive", "read request", "close");
            server.onNextConnection("read request", "write 200 keep-alive");
            Server checked = checking.server(server.port());
            checking.start(checked, Checks.http(OFTEN));
            assertEquals(
                    List.of("a DOWN L7STS", "a DOWN 1/2 L7OK"), checking.told(2).subList(0, 2));
            List<String> requests = server.requests();
            assertEquals(requests.get(1), requests.get(2), "the same check, with the same ID");
            assertEquals(2, server.connections());
        }
    }

    @Test
    void aNewConnectionThatDiesIs() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "write 200 keep-alive", "read request", "close");
            server.onNextConnection("read request", "close");
            server.onNextConnection("read request", "write 200 keep-alive");
            checking.start(checking.server(server.port()), Checks.http(OFTEN));
            assertEquals(
                    List.of("a UP L7OK", "a UP 2/3 L7RSP", "a UP L7OK"),
                    checking.told(3).subList(0, 3));
        }
    }

    @Test
    void aCheckOfTheConnectionAloneClosesItEachTime() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> "");
            Server checked = checking.server(server.port());
            checking.start(checked, Checks.tcp(Checks.timing(60, 60, 60, 59)));
            checking.probes(checked, 5).forEach(probe -> assertEquals(CheckCode.L4OK, probe.code()));
            checking.checks().stop(checked);
            Waiting.until("all connections are closed", () -> server.openConnections() == 0);
            assertEquals(List.of(), server.requests());
        }
    }
}
