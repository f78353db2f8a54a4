package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says to the control plane, and when two files say the same to it. */
class ControlPlaneValuesTest {

    private final WaybillConfig least = Read.config("pools: {web: {servers: [\"127.0.0.1:8081\"]}}");

    @Test
    void everyKeyOfTheControlPlaneArrives() throws IOException {
        WaybillConfig config = Read.config(Read.everyKey());
        assertEquals(Read.DIRECTORY.resolve("run/overrides.state"), config.stateFile());
        assertEquals(
                new DnsConfig(
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(3),
                        List.of(new HostPort("127.0.0.1", 53), new HostPort("::1", 5353))),
                config.dns());
        assertEquals(new ReloadConfig(false, Duration.ofSeconds(1)), config.reload());
        assertEquals(
                new AdminConfig(
                        new HostPort("0.0.0.0", 9120),
                        List.of(
                                new AdminToken("deploy", AdminRole.OPERATOR, "0123456789abcdef"),
                                new AdminToken("boss", AdminRole.ADMIN, "fedcba9876543210"))),
                config.admin());
        assertEquals(30, config.pools().get(0).panicBelowPercent());
        assertEquals(
                List.of(
                        new RouteAction.ToPool("web"),
                        new RouteAction.Respond(503, "back soon", "text/plain; charset=utf-8"),
                        new RouteAction.Redirect(302, "https://old.example.com/")),
                config.pools().stream().map(PoolConfig::onNoServer).toList());
    }

    @Test
    void theControlPlaneHasTheDocumentedDefaults() {
        assertEquals(Read.DIRECTORY.resolve("waybill.state"), least.stateFile());
        assertEquals(
                new DnsConfig(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(2), List.of()),
                least.dns());
        assertEquals(new ReloadConfig(true, Duration.ofMillis(200)), least.reload());
        assertEquals(List.of(), least.admin().tokens());
        assertEquals(0, least.pools().get(0).panicBelowPercent());
        assertNull(least.pools().get(0).onNoServer());
    }

    @ParameterizedTest
    @CsvSource({"minTtl: 10m, 600, 600", "maxTtl: 500ms, 0, 0", "maxTtl: 1h, 1, 3600", "timeout: 1s, 1, 300"})
    void aBoundOfDnsThatIsNotWrittenGivesWay(String keys, long min, long max) {
        DnsConfig dns = Read.config(Read.POOLS + "dns: {" + keys + "}").dns();
        assertEquals(
                List.of(min, max),
                List.of(dns.minTtl().toSeconds(), dns.maxTtl().toSeconds()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "[::ffff:127.0.0.1]:1", "localhost:1", "off"})
    void anAdminListenerThatOthersCannotReachNeedsNoTokens(String address) {
        assertEquals(List.of(), Read.problems(Read.POOLS + "admin: {address: \"" + address + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*:1", "0.0.0.0:1", "[::]:1", "10.0.0.1:1", "[fe80::1]:1", "localhost.example:1"})
    void anyOtherAdminListenerDoes(String address) {
        assertEquals(
                1,
                Read.problems(Read.POOLS + "admin: {address: \"" + address + "\"}")
                        .size());
    }

    @Test
    void aPoolThatStandsInForAnotherIsUsed() {
        assertEquals(
                List.of("waybill.yaml:1:78: pools.c: no route leads to this pool"),
                Read.notices("pools: {a: {servers: [\"a:1\"], onNoServer: {pool: b}}, b: {servers: [\"b:1\"]},"
                        + " c: {servers: [\"c:1\"]}}\nroutes: [{pool: a}]"));
    }

    @Test
    void twoCirclesOfPoolsAreTwoProblems() {
        assertEquals(
                2,
                Read.problems("pools: {a: {servers: [\"a:1\"], onNoServer: {pool: b}}, b: {servers: [\"a:1\"],"
                                + " onNoServer: {pool: a}}, c: {servers: [\"a:1\"], onNoServer: {pool: c}}, d: {servers:"
                                + " [\"a:1\"], onNoServer: {pool: a}}}\nroutes: [{pool: d}]")
                        .size());
    }

    @Test
    void configurationsAreEqualWhenTheirFilesSayTheSame() throws IOException {
        assertEquals(Read.config(Read.everyKey()), Read.config(Read.everyKey()));
        assertEquals(
                Read.config(Read.everyKey()).pools(),
                Read.config("# moved down\n" + Read.everyKey()).pools());
    }

    @Test
    void aRouteIsTheSameWhereverItStands() {
        RouteConfig route = Read.route("path: /a/, pool: web, setHeaders: {request: {X: 1}}");
        RouteConfig moved = Read.config("# moved down\n" + Read.POOLS
                        + "routes: [{pool: web, setHeaders: {request: {X: 1}}, path: /a/}]")
                .routes()
                .get(0);
        assertTrue(route.isSameAs(moved));
        assertFalse(route.equals(moved));
        assertFalse(route.isSameAs(Read.route("path: /a/, pool: web, setHeaders: {request: {X: 2}}")));
        assertFalse(route.isSameAs(Read.route("path: \"= /a/\", pool: web, setHeaders: {request: {X: 1}}")));
    }
}
