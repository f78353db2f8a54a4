package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

    private final WaybillConfig least = Read.config("pools: {web: {servers: [\"127.0.0.1:8081\"]}}");

    @Test
    void onePoolIsEnough() {
        assertEquals(
                List.of(new ListenerConfig("edge", new HostPort("0.0.0.0", 8080), 0, null, HttpVersions.BOTH, 0, null)),
                least.listeners());
        RouteConfig route = least.routes().get(0);
        assertEquals(1, least.routes().size());
        assertEquals(new RouteAction.ToPool("web"), route.action());
        assertEquals(PathMatch.ANY, route.path());
        assertNull(route.host());
        assertNull(route.listener());
    }

    @Test
    void whatIsNotSaidHasTheDocumentedDefault() {
        assertEquals(0, least.threads());
        assertEquals(Transport.AUTO, least.transport());
        assertEquals(AdminConfig.standard(), least.admin());
        assertEquals(new RequestIdConfig("X-Unique-Request-Id", CidrSet.ANY), least.requestId());
        assertEquals(new AccessLogConfig("-", AccessLogConfig.Format.TEXT), least.accessLog());
        assertEquals(CidrSet.NONE, least.trustedProxies());
        assertEquals(new LimitsConfig(32_768, 128, 8192, 8192, 32, 16, 256, 0), least.limits());
        assertEquals(
                new ClientTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(10)),
                least.clientTimeouts());
        assertEquals(Duration.ofSeconds(30), least.shutdownTimeout());
        assertTrue(least.node().matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}"), least.node());
    }

    @Test
    void aPoolHasTheDocumentedDefaults() {
        PoolConfig pool = least.pools().get(0);
        assertEquals(Balance.ROUND_ROBIN, pool.balance());
        assertTrue(pool.preserveHost());
        assertNull(pool.check());
        assertEquals(new IdleConfig(128, Duration.ofSeconds(30), Duration.ZERO), pool.idle());
        assertEquals(
                new PoolTimeouts(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        Duration.ZERO),
                pool.timeouts());
        assertEquals(
                List.of(new ServerConfig(
                        "127.0.0.1:8081", new HostPort("127.0.0.1", 8081), 1, ServerMode.READY, null, false)),
                pool.servers());
    }

    @Test
    void everyKeyArrivesInItsRecord() throws IOException {
        WaybillConfig config = Read.config(Read.everyKey());
        assertEquals("edge1", config.node());
        assertEquals(Transport.NIO, config.transport());
        assertEquals(20_000, config.listeners().get(0).maxConnections());
        assertEquals(new RequestIdConfig("X-Trace", CidrSet.of(List.of("10.0.0.0/8", "::1"))), config.requestId());
        assertEquals(
                new AccessLogConfig(Read.DIRECTORY.resolve("logs/access.log").toString(), AccessLogConfig.Format.JSON),
                config.accessLog());
        assertEquals(new LimitsConfig(65_536, 200, 16_384, 4096, 16, 8, 100, 10_000_000), config.limits());
        assertEquals(Duration.ofHours(1), config.shutdownTimeout());
        PoolConfig api = config.pools().get(0);
        assertEquals(Balance.P2C, api.balance());
        assertFalse(api.preserveHost());
        assertEquals("[2001:db8::1]:80", api.servers().get(1).name());
        assertEquals(new HostPort("2001:db8::1", 80), api.servers().get(1).address());
        assertEquals(Duration.ofMillis(250), api.timeouts().connect());
        assertEquals(new IdleConfig(3, Duration.ofSeconds(5), Duration.ofMinutes(10)), api.idle());
        assertEquals(Duration.ofMinutes(2), config.pools().get(1).timeouts().total());
    }

    @Test
    void everyKeyOfARouteArrives() throws IOException {
        List<RouteConfig> routes = Read.config(Read.everyKey()).routes();
        RouteConfig api = routes.get(0);
        assertEquals("waybill.yaml:38:5", api.place().toString());
        assertEquals("edge", api.listener());
        assertEquals("*.example.com", api.host());
        assertEquals(new PathMatch(PathMatch.Kind.PREFIX, "/v1/"), api.path());
        assertEquals(Set.of("GET", "HEAD"), api.methods());
        assertEquals(Map.of("X-Tenant", "acme", "X-Beta", "*"), api.headers());
        assertEquals("/v1", api.stripPrefix());
        assertEquals("/api", api.addPrefix());
        assertEquals(new HeaderEdits(Map.of("X-Edge", "1"), List.of("Cookie")), api.request());
        assertEquals(
                new HeaderEdits(Map.of("Cache-Control", "no-store"), List.of("Server", "X-Powered-By")),
                api.response());
        assertEquals(1_048_576, api.maxBodyBytes());
        assertEquals(10_000_000, routes.get(1).maxBodyBytes());
        assertEquals(
                new PathMatch(PathMatch.Kind.REGEX, "^/old/[0-9]+$"),
                routes.get(1).path());
        assertEquals(
                new RouteAction.Redirect(301, "https://{host}/new{path}{query}"),
                routes.get(1).action());
        assertEquals(new PathMatch(PathMatch.Kind.EXACT, "/ping"), routes.get(2).path());
        assertEquals(
                new RouteAction.Respond(418, "short and stout\n", "text/x-pot"),
                routes.get(2).action());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0s, 0", "250ms, 250", "2s, 2000", "3m, 180000", "24h, 86400000"})
    void timesHaveUnits(String written, long millis) {
        WaybillConfig config = Read.config(Read.POOLS + "timeouts: {total: " + written + "}");
        assertEquals(Duration.ofMillis(millis), config.pools().get(0).timeouts().total());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7B, 7",
        "2KiB, 2048",
        "3MiB, 3145728",
        "1GiB, 1073741824",
        "2KB, 2000",
        "3MB, 3000000",
        "10GB, 10000000000"
    })
    void sizesHaveUnits(String written, long bytes) {
        assertEquals(
                bytes,
                Read.config(Read.POOLS + "limits: {body: " + written + "}")
                        .limits()
                        .bodyBytes());
    }

    @Test
    void theAdminListenerCanBeTurnedOff() {
        assertNull(Read.config(Read.POOLS + "admin: {address: \"off\"}").admin().address());
        assertNull(
                Read.config(Read.POOLS + "accessLog: {file: off}").accessLog().file());
    }

    @Test
    void aSmallHeadShrinksTheStandardRequestLine() {
        assertEquals(
                2048, Read.config(Read.POOLS + "limits: {head: 2KiB}").limits().requestLineBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:80, 127.0.0.1:80, true",
        "127.0.0.1:80, 127.0.0.2:80, false",
        "[::]:80, 127.0.0.1:80, true",
        "0.0.0.0:80, [::1]:80, false",
        "0.0.0.0:80, [::]:80, true",
        "*:80, [::1]:80, true",
        "localhost:80, 127.0.0.1:80, true",
        "a.example:80, A.example:80, true",
        "a.example:80, 0.0.0.0:80, true",
        "[::ffff:127.0.0.1]:80, 127.0.0.1:80, true",
        "[::1]:80, [0:0::1]:80, true",
        "127.0.0.1:80, 127.0.0.1:81, false",
        "0.0.0.0:0, 0.0.0.0:0, false",
    })
    void listenersOnOneAddressClash(String one, String other, boolean clash) {
        List<String> problems = Read.problems(
                Read.POOLS + "listeners: {a: {address: \"" + one + "\"}, b: {address: \"" + other + "\"}}");
        assertEquals(clash ? 1 : 0, problems.size(), problems.toString());
    }

    @Test
    void aPoolThatNoRouteLeadsToIsNoticed() {
        assertEquals(
                List.of("waybill.yaml:1:43: pools.b: no route leads to this pool"),
                Read.notices("pools: {a: {servers: [\"127.0.0.1:8081\"]}, b: {servers: [\"127.0.0.1:8081\"]}}\n"
                        + "routes: [{pool: a}]"));
    }

    @Test
    void routesThatAnswerByThemselvesNeedNoPool() {
        assertTrue(Read.config("routes: [{respond: {}}]").pools().isEmpty());
    }
}
