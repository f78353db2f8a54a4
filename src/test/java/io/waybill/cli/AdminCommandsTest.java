package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminCommandsTest {

    private static final String A3 = "/pools/app/servers/a3";
    private static final String DONE = "{\"server\":\"app/a3\",\"overrides\":[],\"kept\":true}";

    private final ScriptedAdmin admin = new ScriptedAdmin();
    private final CommandRun waybill = new CommandRun(admin.port());

    @AfterEach
    void close() {
        admin.close();
    }

    private static String server(String state, int inFlight) {
        return "{\"name\":\"a3\",\"address\":\"10.0.0.3:80\",\"status\":\"UP 2/3\",\"admin_state\":\"" + state
                + "\",\"weight\":4,\"in_flight\":" + inFlight + ",\"usable\":true,"
                + "\"check\":{\"code\":\"L7STS\",\"status\":500},"
                + "\"overrides\":[{\"aspect\":\"state\",\"value\":\"drain\",\"by\":\"ann\",\"reason\":\"deploy 42\"}]}";
    }

    @Test
    void statsPrintsThePageAsItIs() {
        admin.on("GET /stats?format=text", 200, "process\n  pid 1\n").on("GET /stats", 200, "{\"pid\": 1}\n");
        assertEquals(0, waybill.run("stats"));
        assertEquals("process\n  pid 1\n", waybill.out());
        assertEquals(0, waybill.run("stats", "--json"));
        assertEquals("{\"pid\": 1}\n", waybill.out());
    }

    @Test
    void overridesAndHistoryPrintTheirPages() {
        admin.on("GET /overrides?format=text", 200, "none\n").on("GET " + A3 + "/history", 200, "{}\n");
        assertEquals(0, waybill.run("overrides"));
        assertEquals("none\n", waybill.out());
        assertEquals(0, waybill.run("history", "app/a3", "--json"));
        assertEquals("{}\n", waybill.out());
    }

    @Test
    void serversIsATable() {
        String pool = "{\"name\":\"app\",\"servers\":[" + server("drain", 2) + ",{\"name\":\"b\"}]}";
        admin.on("GET /pools", 200, "{\"pools\":[" + pool + "]}").on("GET /pools/app", 200, pool);
        String table = """
                SERVER  ADDRESS      STATUS  WEIGHT  IN FLIGHT  LAST CHECK  OVERRIDE
                app/a3  10.0.0.3:80  UP 2/3  4       2          L7STS/500   drain by ann: deploy 42
                app/b                        0       0          -           -
                """;
        assertEquals(0, waybill.run("servers"));
        assertEquals(table, waybill.out());
        assertEquals(0, waybill.run("servers", "app"));
        assertEquals(table, waybill.out());
        assertEquals(0, waybill.run("servers", "app", "--json"));
        assertEquals(pool, waybill.out());
    }

    @Test
    void drainTellsReasonAndTimeAndShowsTheServer() {
        admin.on("PATCH " + A3, 200, DONE).on("GET " + A3, 200, server("drain", 2));
        assertEquals(0, waybill.run("drain", "app/a3", "--reason", "deploy \"42\"", "--ttl", "15m"));
        assertEquals("app/a3: drain, status UP 2/3, weight 4, 2 in flight\n", waybill.out());
        assertEquals(
                "PATCH " + A3 + " {\"state\":\"drain\",\"reason\":\"deploy \\\"42\\\"\",\"ttl\":\"15m\"}",
                admin.asked().get(0));
    }

    @Test
    void readyMaintAndWeightSendWhatTheySay() {
        admin.on("PATCH " + A3, 200, DONE).on("GET " + A3, 200, server("ready", 0));
        assertEquals(0, waybill.line("ready app/a3"));
        assertEquals(0, waybill.line("maint app/a3 --ttl 90s"));
        assertEquals(0, waybill.line("weight app/a3 0 --json"));
        assertTrue(waybill.out().contains("\"server\" : \"app/a3\""), waybill.out());
        assertEquals(
                List.of(
                        "PATCH " + A3 + " {\"state\":\"ready\"}",
                        "PATCH " + A3 + " {\"state\":\"maint\",\"ttl\":\"90s\"}",
                        "PATCH " + A3 + " {\"weight\":0}"),
                admin.asked().stream().filter(it -> it.startsWith("PATCH")).toList());
        assertEquals("application/json", HttpText.field(admin.lastRequest(), "Content-Type"));
    }

    @Test
    void drainWaitsUntilNothingIsInFlight() {
        AtomicInteger left = new AtomicInteger(3);
        admin.on("PATCH " + A3, 200, DONE)
                .on("GET " + A3, it -> HttpText.response(200, server("drain", Math.max(0, left.getAndDecrement()))));
        assertEquals(0, waybill.line("drain app/a3 --wait 9s"));
        assertTrue(waybill.out().matches("app/a3: drained after \\d+\\.\\d s, no request in flight\n"), waybill.out());
        assertEquals("", waybill.err());
        assertTrue(left.get() <= -2, "seen idle twice");
    }

    @Test
    void drainThatTakesTooLongEndsWithOneAndSaysThatItStaysDrained() {
        admin.on("PATCH " + A3, 200, DONE).on("GET " + A3, 200, server("drain", 1));
        assertEquals(1, waybill.line("drain app/a3 --wait 200ms"));
        assertEquals(
                "waybill: app/a3 still has 1 request in flight after 200ms; it stays drained: wait again, or undo it"
                        + " with waybill ready app/a3\n",
                waybill.err());
        assertEquals(1, waybill.line("drain app/a3 --wait 200ms --json"));
        assertTrue(waybill.out().contains("\"drained\" : false"), waybill.out());
    }

    @Test
    void aServerThatIsMadeReadyAgainMeanwhileIsNotCalledDrained() {
        AtomicInteger looks = new AtomicInteger();
        admin.on("PATCH " + A3, 200, DONE).on("GET " + A3, it -> {
            String state = looks.incrementAndGet() < 3 ? "drain" : "ready";
            return HttpText.response(200, server(state, looks.get() < 3 ? 1 : 0));
        });
        assertEquals(1, waybill.line("drain app/a3 --wait 9s"));
        assertEquals("", waybill.out());
        assertEquals(
                "waybill: app/a3 was told to drain, but nobody knows whether its requests have ended: it is not drained"
                        + " any more: somebody made it ready, or the time of the drain is over\n",
                waybill.err());
    }

    @Test
    void aWaybillThatEndsDuringADrainIsToldTogetherWithWhatWasOrdered() {
        admin.on("PATCH " + A3, 200, DONE).on("GET " + A3, it -> "");
        assertEquals(1, waybill.line("drain app/a3 --wait 9s --timeout 1s"));
        assertTrue(waybill.err().startsWith("waybill: app/a3 was told to drain, but "), waybill.err());
        assertTrue(waybill.err().contains("cannot reach Waybill"), waybill.err());
    }

    @Test
    void aReasonMayBeginWithAnAtSign(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "--weight");
        admin.on("PATCH " + A3, 200, DONE).on("GET " + A3, 200, server("drain", 0));
        assertEquals(0, waybill.run("drain", "app/a3", "--reason", "@" + file), waybill.err());
        assertEquals(
                "PATCH " + A3 + " {\"state\":\"drain\",\"reason\":\"@" + file + "\"}",
                admin.asked().get(0));
    }

    @Test
    void charactersThatTheLocaleDoesNotHaveAreNotSentAsQuestionMarks() {
        assertEquals(2, waybill.run("drain", "app/a3", "--reason", "d\ufffd\ufffdploiement"));
        assertTrue(waybill.err().contains("set LC_ALL=C.UTF-8"), waybill.err());
        assertEquals(List.of(), admin.asked());
    }

    @Test
    void aChangeThatIsNotKeptIsANoteOnStandardError() {
        admin.on("PATCH " + A3, 200, DONE.replace("true", "false")).on("GET " + A3, 200, server("drain", 0));
        assertEquals(0, waybill.line("drain app/a3"));
        assertTrue(waybill.err().startsWith("note: Waybill could not write its state file"), waybill.err());
    }

    @Test
    void whatWaybillRefusesIsSaidInItsWordsAndEndsWithOne() {
        admin.on("PATCH " + A3, 403, "{\"error\": \"the token watch is a viewer; this needs operator\"}");
        assertEquals(1, waybill.line("drain app/a3"));
        assertEquals("waybill: the token watch is a viewer; this needs operator\n", waybill.err());
        admin.on("GET /pools/none", 404, "pool: found none, expected one of app\n");
        assertEquals(1, waybill.line("servers none"));
        assertEquals("waybill: pool: found none, expected one of app\n", waybill.err());
        admin.on("GET /pools", 401, "a token is needed\n");
        assertEquals(1, waybill.line("servers"));
        assertEquals("waybill: a token is needed; give a token by --token-file or $WAYBILL_TOKEN\n", waybill.err());
    }

    @Test
    void theTokenComesFromTheFileElseFromTheEnvironment(@TempDir Path directory) throws Exception {
        admin.on("GET /stats", 200, "{}");
        Path file = Files.writeString(directory.resolve("token"), "s3cret\n");
        waybill.with("WAYBILL_TOKEN", "other");
        assertEquals(0, waybill.line("stats --json"));
        assertEquals("Bearer other", HttpText.field(admin.lastRequest(), "Authorization"));
        assertEquals(0, waybill.run("stats", "--json", "--token-file", file.toString()));
        assertEquals("Bearer s3cret", HttpText.field(admin.lastRequest(), "Authorization"));
        Files.writeString(file, "two\nlines");
        assertEquals(1, waybill.run("stats", "--json", "--token-file", file.toString()));
        assertTrue(waybill.err().contains("found no token"), waybill.err());
        assertEquals(
                1,
                waybill.run("stats", "--token-file", directory.resolve("none").toString()));
        assertTrue(waybill.err().contains("none: no such file"), waybill.err());
    }

    @Test
    void aWaybillThatDoesNotRunIsSaidSo() {
        admin.close();
        assertEquals(1, waybill.line("stats"));
        assertEquals(
                "waybill: cannot reach Waybill at http://127.0.0.1:" + admin.port()
                        + ": connection refused; is it running, and is --admin right?\n",
                waybill.err());
    }

    @Test
    void anAnswerThatDoesNotComeEndsWithTheTimeout() {
        admin.on("GET /stats", it -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal");
        assertEquals(1, waybill.line("stats --json --timeout 200ms"));
        assertTrue(waybill.err().contains("no answer within 200ms"), waybill.err());
    }

    @Test
    void answersAreReadWhateverTheirFraming() {
        admin.on(
                "GET /stats",
                it -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n1\r\n\n\r\n0\r\n\r\n");
        assertEquals(0, waybill.line("stats --json"));
        assertEquals("{}\n", waybill.out());
        admin.on("GET /stats", it -> "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n{\"a\":1}");
        assertEquals(0, waybill.line("stats --json"));
        assertEquals("{\"a\":1}", waybill.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhal",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: -1\r\n\r\nhal",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
                "SSH-2.0-x\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n"
            })
    void anAnswerThatMakesNoSenseIsAFailureAndNotAResult(String answer) {
        admin.on("GET /stats", it -> answer);
        assertEquals(1, waybill.line("stats --json"));
        assertEquals("", waybill.out());
        assertTrue(waybill.err().startsWith("waybill: cannot reach Waybill at "), waybill.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drain",
                "drain a3",
                "drain app/",
                "drain /a3",
                "drain app/a3 --wait 60",
                "drain app/a3 --wait 999999999h",
                "drain app/a3 --ttl soon",
                "weight app/a3",
                "weight app/a3 many",
                "weight app/a3 257",
                "weight app/a3 -1",
                "ready app/a3 app/a4",
                "stats --admin 127.0.0.1:9119",
                "stats --admin ftp://x",
                "stats --admin http://x/?a",
                "stats --timeout",
                "servers a b",
                "completion fish"
            })
    void wrongUseEndsWithTwoAndAsksNothing(String line) {
        assertEquals(2, waybill.line(line), waybill.err());
        assertFalse(waybill.err().isEmpty());
        assertEquals(List.of(), admin.asked());
    }

    @Test
    void namesThatAreAddressesAndPrefixesOfProxiesReachTheirPath() {
        admin.on("PATCH /wb/pools/app/servers/[::1]:80", 200, DONE)
                .on("GET /wb/pools/app/servers/[::1]:80", 200, server("ready", 0));
        assertEquals(0, waybill.line("ready app/[::1]:80 --admin http://127.0.0.1:" + admin.port() + "/wb/"));
        assertEquals("127.0.0.1:" + admin.port(), HttpText.field(admin.lastRequest(), "Host"));
    }
}
