package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import org.junit.jupiter.api.Test;

/** The access log and the statistics agree with what was done. */
class AccountsTest {

    private static final String CONFIG =
            "threads: 1\npools: {web: {servers: [{name: a, address: \"127.0.0.1:%d\"}]}}\n" + AccessLines.CONFIG;

    @Test
    void everyExchangeIsOneLine() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            String request = "GET /path?q=1 HTTP/1.1\r\nHost: x\r\nX-Unique-Request-Id: my-own-id\r\n\r\n";
            String response = client.send(request).readResponse();
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                    .readResponse();
            client.send("HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").readHead();

            AccessLines log = AccessLines.of(waybill);
            assertEquals("GET /path?q=1 HTTP/1.1", log.field(0, "request"));
            assertEquals("127.0.0.1", log.field(0, "client"));
            assertEquals("edge", log.field(0, "listener"));
            assertEquals("200", log.field(0, "status"));
            assertEquals(Integer.toString(response.length()), log.field(0, "bytes"));
            assertEquals("web/a", log.field(0, "server"));
            assertEquals("1", log.field(0, "attempts"));
            assertEquals("--", log.field(0, "code"));
            assertEquals("my-own-id", log.field(0, "id"));
            assertEquals("", log.field(0, "reason"));
            assertTrue(log.field(0, "timers").matches("[0-9.]+/0/[0-9.]+/[0-9.]+/[0-9.]+"), log.field(0, "timers"));
            assertEquals("POST / HTTP/1.1", log.field(1, "request"));
            assertEquals("HEAD / HTTP/1.0", log.field(2, "request"));
            assertEquals(3, log.await(3).size());
        }
    }

    @Test
    void bytesOfATargetCannotForgeALineOrAField() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            String[] targets = {"/a\"b", "/a\\b", "/\u00e9", "/a\u007fb", "/a\tb", "/a\u001b[2J", "/%0A%0Dforged"};
            int lines = 0;
            for (String target : targets) {
                try (RawClient client = RawClient.connect(waybill.port("edge"))) {
                    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .readResponse();
                }
                AccessLines log = AccessLines.of(waybill);
                assertEquals(lines + 1, log.await(lines + 1).size());
                assertTrue(log.await(lines + 1).get(lines).matches("[ -~]*"), "plain ASCII only");
                String request = log.field(lines, "request");
                boolean refused = log.field(lines, "status").equals("400");
                assertTrue(refused == request.equals("<BADREQ>"), request);
                lines++;
            }
            assertEquals("GET /%0A%0Dforged HTTP/1.1", AccessLines.of(waybill).field(lines - 1, "request"));
        }
    }

    @Test
    void statisticsCountWhatWasDone() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.always(request -> HttpText.response(Integer.parseInt(request.substring(5, 8)), ""));
            long sent = 0;
            long received = 0;
            for (int status : new int[] {200, 200, 204, 301, 404, 404, 404, 503}) {
                String request = "GET /" + status + " HTTP/1.1\r\nHost: x\r\n\r\n";
                received += request.length();
                sent += client.send(request).readResponse().length();
            }
            try (RawClient bad = RawClient.connect(waybill.port("edge"))) {
                sent += bad.send("GET\r\n\r\n").readResponse().length();
            }

            Statistics statistics = Statistics.of(waybill);
            statistics.await("/listeners/0/connections/in_use", 1);
            for (String of : new String[] {"/listeners/0", "/pools/0", "/pools/0/servers/0"}) {
                long bad = of.equals("/listeners/0") ? 1 : 0;
                assertEquals(8 + bad, statistics.number(of + "/requests"), of);
                assertEquals(0, statistics.number(of + "/in_flight"), of);
                assertEquals(3, statistics.number(of + "/responses/2xx"), of);
                assertEquals(1, statistics.number(of + "/responses/3xx"), of);
                assertEquals(3 + bad, statistics.number(of + "/responses/4xx"), of);
                assertEquals(1, statistics.number(of + "/responses/5xx"), of);
                assertEquals(bad, statistics.number(of + "/errors/bad-request"), of);
                assertEquals(8 + bad, statistics.number(of + "/total_time/since_start/count"), of);
            }
            assertEquals(sent, statistics.number("/listeners/0/sent_bytes"));
            assertEquals(received, statistics.number("/pools/0/received_bytes"));
            assertEquals(2, statistics.number("/listeners/0/connections/opened"));
            assertEquals(1, statistics.number("/pools/0/servers/0/connections/opened"));
            assertEquals(7, statistics.number("/pools/0/servers/0/connections/reused"));
            assertEquals(1, statistics.number("/pools/0/servers/0/connections/idle"));
            assertEquals(0, statistics.number("/pools/0/servers/0/connections/in_use"));
        }
    }

    @Test
    void whatRunsIsInFlightAndItsConnectionsInUse() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell read", "wait go", "write 200 keep-alive");
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            server.await("read");

            Statistics statistics = Statistics.of(waybill);
            for (String of : new String[] {"/listeners/0", "/pools/0", "/pools/0/servers/0"}) {
                assertEquals(1, statistics.number(of + "/in_flight"), of);
                assertEquals(0, statistics.number(of + "/responses/2xx"), of);
            }
            assertEquals(1, statistics.number("/pools/0/servers/0/connections/in_use"));
            server.release("go");
            client.readResponse();
            statistics.await("/listeners/0/in_flight", 0);
            statistics.await("/pools/0/servers/0/connections/in_use", 0);
        }
    }
}
