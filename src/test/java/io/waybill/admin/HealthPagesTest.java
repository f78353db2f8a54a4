package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ServerOverride;
import io.waybill.health.CheckCode;
import io.waybill.health.CheckView;
import io.waybill.health.Probe;
import io.waybill.pool.AdminState;
import io.waybill.pool.Health;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.RawClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told of checks, changes of state and overrides. */
@Timeout(30)
class HealthPagesTest {

    private static final Instant AT = Instant.parse("2026-11-20T16:00:00.123Z");
    private static final Probe FAILED = new Probe(AT, CheckCode.L7STS, 503, 12_345_678, "status 503");
    private static final Probe PASSED = new Probe(AT.minusSeconds(2), CheckCode.L7OK, 200, 3_120_000, "");
    private static final CheckView CHECKS =
            new CheckView(FAILED, List.of(PASSED, FAILED), 3_120_000, 12_345_678, 4, 55, true);

    private final TestAdmin admin = TestAdmin.start();
    private final Server one = admin.source.pools.get(0).servers().get(0);

    @AfterEach
    void stop() {
        admin.close();
    }

    private JsonNode json(String target) {
        return JsonMapper.shared().readTree(HttpText.body(admin.get(target)));
    }

    private String text(String target) {
        String text = HttpText.body(admin.get(target + "?format=text"));
        assertEquals(
                List.of(),
                text.lines()
                        .filter(line -> line.codePointCount(0, line.length()) > TextTable.LINE)
                        .toList());
        return text;
    }

    private void goDown() {
        admin.source.checks.put("api/one", CHECKS);
        one.state(one.state().with(Health.trusted(2, 3)), "first check");
        one.state(one.state().with(Health.trusted(2, 3).after(false)), "status-503");
        admin.source.pools.get(0).usableServersChanged();
    }

    private void override(ServerOverride.Aspect aspect, String value, String reason, @Nullable Duration ttl) {
        admin.source.overrides.add(
                new ServerOverride(new ServerId("api", "one"), aspect, "ready", value, "deploy", AT, reason, ttl));
    }

    @Test
    void aServerShowsItsStateInTheWordsOfHaproxyAndItsLastCheck() {
        goDown();
        JsonNode server = json("/pools/api/servers/one");
        assertEquals("DOWN", server.get("status").asString());
        assertEquals("ready", server.get("admin_state").asString());
        assertFalse(server.get("usable").asBoolean());
        assertEquals(
                "{\"code\":\"L7STS\",\"status\":503,\"text\":\"status 503\",\"last_at\":\"2026-11-20T16:00:00.123Z\","
                        + "\"duration_ms\":12.346,\"p50_ms\":3.12,\"p95_ms\":12.346,\"failed\":4,\"flap_percent\":55,"
                        + "\"flapping\":true}",
                server.get("check").toString());
        assertEquals(2, server.get("transitions").asInt());
        assertFalse(server.get("down_since").isNull());
        assertEquals(server.toString(), json("/stats").at("/pools/0/servers/0").toString());
    }

    @Test
    void aServerThatIsNotCheckedSaysSo() {
        JsonNode server = json("/pools/api/servers/two");
        assertTrue(server.get("check").isNull());
        assertTrue(server.get("down_since").isNull());
        assertTrue(server.get("usable").asBoolean());
        assertEquals("[]", server.get("overrides").toString());
        assertEquals(0, server.get("transitions").asInt());
    }

    @Test
    void beforeTheFirstCheckIsOverItsFieldsAreNull() {
        admin.source.checks.put("api/one", new CheckView(null, List.of(), 0, 0, 0, 0, false));
        assertEquals(
                "{\"code\":\"INI\",\"status\":null,\"text\":\"no check yet\",\"last_at\":null,\"duration_ms\":null,"
                        + "\"p50_ms\":null,\"p95_ms\":null,\"failed\":0,\"flap_percent\":0,\"flapping\":false}",
                json("/pools/api/servers/one").get("check").toString());
        assertTrue(text("/pools/api").contains(" INI "));
    }

    @Test
    void aPoolTellsHowManyAreUpAndWhetherChecksAreDisregarded() {
        JsonNode pool = json("/pools/api");
        assertEquals(2, pool.get("servers_up").asInt());
        assertFalse(pool.get("in_panic").asBoolean());
        goDown();
        pool = json("/pools/api");
        assertEquals(1, pool.get("servers_up").asInt());
        assertEquals(1, pool.get("usable_servers").asInt());
    }

    @Test
    void textShowsTheLastCheckAndWhatIsNotAsUsual() {
        goDown();
        override(ServerOverride.Aspect.WEIGHT, "0", "too slow", Duration.ofMinutes(15));
        for (String target : List.of("/stats", "/pools", "/pools/api", "/pools/api/servers/one")) {
            String text = text(target);
            assertTrue(text.lines().anyMatch(line -> line.matches(" {2}one +10.* DOWN +L7STS/503 12.3ms +1 .*")), text);
            assertTrue(text.contains(" is down since "), text);
            assertTrue(text.contains("one is flapping: 55 %\n"), text);
            assertTrue(
                    text.contains(
                            "one: weight set to 0 by deploy at 2026-11-20T16:00:00Z, until 2026-11-20T16:15:00Z:"),
                    text);
        }
    }

    @Test
    void overridesAnswerWhoTookWhatOutAndWhy() {
        assertEquals("no server differs from the configuration\n", text("/overrides"));
        assertEquals("{\"overrides\":[]}", json("/overrides").toString());
        override(ServerOverride.Aspect.STATE, "drain", "deploy 42", Duration.ofSeconds(90));
        override(ServerOverride.Aspect.WEIGHT, "4", "", null);
        JsonNode overrides = json("/overrides").get("overrides");
        assertEquals("2026-11-20T16:01:30.123Z", overrides.get(0).get("until").asString());
        assertEquals("90s", overrides.get(0).get("ttl").asString());
        assertTrue(overrides.get(1).get("until").isNull());
        assertTrue(overrides.get(1).get("ttl").isNull());
        String text = text("/overrides");
        assertTrue(
                text.contains(
                        "  api/one  deploy  state drain  ready       2026-11-20T16:00:00Z  2026-11-20T16:01:30Z\n"),
                text);
        assertTrue(text.contains("  reason of api/one, state: deploy 42\n"), text);
    }

    @Test
    void overridesOfLongNamesFitALine() {
        admin.source.overrides.add(new ServerOverride(
                new ServerId("a-pool-with-a-long-name".repeat(4), "a-server-with-a-long-name".repeat(4)),
                ServerOverride.Aspect.MEMBER,
                "a-very-long-address.example.com".repeat(3) + ":65535",
                "an-even-longer-address.example.com".repeat(3) + ":65535",
                "somebody-with-a-long-name".repeat(2),
                AT,
                "because ".repeat(25).strip(),
                Duration.ofDays(30)));
        assertTrue(text("/overrides").contains("because"));
    }

    @Test
    void theHistoryHasTheChecksAndTheChangesWithTheirCauses() {
        goDown();
        one.state(one.state().with(AdminState.MAINT), "maint by deploy: disk");
        JsonNode history = json("/pools/api/servers/one/history");
        assertEquals("api/one", history.get("server").asString());
        assertEquals(
                "{\"at\":\"2026-11-20T15:59:58.123Z\",\"code\":\"L7OK\",\"passed\":true,\"status\":200,"
                        + "\"duration_ms\":3.12,\"text\":\"\"}",
                history.get("probes").get(0).toString());
        List<String> causes = new ArrayList<>();
        for (JsonNode transition : history.get("transitions")) {
            causes.add(transition.get("from").asString() + " > "
                    + transition.get("to").asString() + ": "
                    + transition.get("cause").asString());
        }
        assertEquals(
                List.of(
                        "no check > UP 1/3: first check",
                        "UP 1/3 > DOWN: status-503",
                        "DOWN > MAINT: maint by deploy: disk"),
                causes);
        String text = text("/pools/api/servers/one/history");
        assertTrue(text.startsWith("server api/one: MAINT\n\nchanges of state\n  20"), text);
        assertTrue(text.contains(" DOWN -> MAINT: maint by deploy: disk\n\nchecks\n"), text);
        assertTrue(text.endsWith("  2026-11-20T16:00:00Z  L7STS/503 in 12.3ms: status 503\n"), text);
    }

    @Test
    void theHistoryOfAServerThatIsNotCheckedIsEmptyAndThatOfAnUnknownOneIsNotFound() {
        assertEquals("[]", json("/pools/api/servers/two/history").get("probes").toString());
        assertTrue(text("/pools/api/servers/two/history").endsWith("checks\n  it is not checked\n"));
        assertTrue(admin.get("/pools/api/servers/x/history").startsWith("HTTP/1.1 404 "));
        assertTrue(admin.get("/pools/x/servers/one/history").startsWith("HTTP/1.1 404 "));
        assertTrue(admin.get("/pools/api/servers/one/history?format=prometheus").startsWith("HTTP/1.1 400 "));
    }

    @Test
    void theConfigurationTellsItsVersionItsNoticesAndWhoIsLetIn() {
        admin.source.notices = List.of("threads: takes effect at the next start");
        admin.source.tokens = List.of("deploy", "grafana");
        JsonNode config = json("/stats").get("config");
        assertEquals(7, config.get("version").asInt());
        assertEquals("2026-11-20T17:00:00Z", config.get("last_attempt_at").asString());
        assertEquals(
                "[\"threads: takes effect at the next start\"]",
                config.get("notices").toString());
        assertEquals("[\"deploy\",\"grafana\"]", config.get("tokens").toString());
        String text = text("/stats");
        assertTrue(text.contains("version 7, last attempt at 2026-11-20T17:00:00Z\n"), text);
        assertTrue(text.contains("notice: threads: takes effect at the next start\n"), text);
        assertTrue(text.contains("  tokens      deploy, grafana\n"), text);
    }

    @Test
    void readyMeansThatOnePoolHasAServerThatTakesRequests() {
        goDown();
        assertTrue(admin.get("/ready").startsWith("HTTP/1.1 200 "));
        admin.source.maintain(0);
        admin.source.maintain(1);
        assertTrue(admin.get("/ready").startsWith("HTTP/1.1 503 "));
    }

    @Test
    void aClientThatLeavesInTheMiddleOfARequestIsNoBug() {
        try (LogLines lines = LogLines.of(AdminHandler.class)) {
            try (RawClient client = RawClient.connect(admin.server.port())) {
                client.send("POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
            }
            try (RawClient client = RawClient.connect(admin.server.port())) {
                client.send("POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
                client.reset();
            }
            assertTrue(admin.get("/health").startsWith("HTTP/1.1 200 "));
            assertEquals(List.of(), lines.all(ch.qos.logback.classic.Level.ERROR));
        }
    }
}
