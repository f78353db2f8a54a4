package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.ExpectConfig.StatusRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {

    private static PoolConfig pool(String check, String... servers) {
        String items = servers.length == 0 ? "\"127.0.0.1:8081\"" : String.join(", ", servers);
        return Read.config(
                        "pools: {web: {servers: [" + items + "]" + (check.isEmpty() ? "" : ", check: " + check) + "}}")
                .pools()
                .get(0);
    }

    private static CheckConfig check(String written) {
        return Objects.requireNonNull(pool(written).check());
    }

    /** The check of the only server, where the pool and the server say something. */
    private static CheckConfig check(String pool, String server) {
        ServerConfig only = pool(pool, "{address: \"127.0.0.1:8081\", check: " + server + "}")
                .servers()
                .get(0);
        return Objects.requireNonNull(only.check());
    }

    private static CheckTiming timing(long interval, long fast, long down, long timeout) {
        return new CheckTiming(
                Duration.ofMillis(interval),
                Duration.ofMillis(fast),
                Duration.ofMillis(down),
                Duration.ofMillis(timeout));
    }

    @Test
    void withNothingSaidAsksForAConnectionEveryTwoSeconds() {
        CheckConfig standard =
                new CheckConfig(null, null, null, 0, timing(2000, 2000, 2000, 1000), 2, 3, InitialState.CHECK);
        assertEquals(standard, CheckConfig.standard());
        assertEquals(standard, check("{}"));
        assertEquals(standard, check("tcp"));
    }

    @Test
    void areNotMadeWhereNothingAsksForThem() {
        assertNull(pool("").check());
        assertNull(pool("off").check());
        assertNull(pool("").servers().get(0).check());
    }

    @Test
    void byHttpTakeEverythingFrom200To399() {
        assertEquals(
                new HttpCheckConfig(
                        "GET",
                        "/healthz",
                        null,
                        Map.of(),
                        new ExpectConfig(List.of(new StatusRange(200, 399)), null),
                        List.of()),
                check("{http: /healthz}").http());
    }

    @Test
    void ofAPoolHaveEveryKey() throws IOException {
        PoolConfig api = Read.config(Read.everyKey()).pools().get(0);
        HttpCheckConfig http = new HttpCheckConfig(
                "OPTIONS",
                "/healthz",
                "health.example.com:8080",
                Map.of("X-Probe", "1", "Accept", "text/plain"),
                new ExpectConfig(List.of(new StatusRange(200, 299), new StatusRange(404, 404)), "all (good|well)"),
                List.of(404, 410));
        CheckConfig check =
                new CheckConfig(http, null, null, 8081, timing(3000, 1000, 10_000, 500), 4, 5, InitialState.UP);
        assertEquals(check, api.check());
        assertEquals(
                List.of("X-Probe", "Accept"),
                List.copyOf(
                        Objects.requireNonNull(check(CHECK).http()).headers().keySet()));
        assertSame(api.check(), api.servers().get(1).check());
        assertNull(api.servers().get(2).check());
    }

    private static final String CHECK = "{http: /, headers: {X-Probe: \"1\", Accept: text/plain}}";

    @Test
    void ofAServerComeKeyByKeyBeforeThoseOfItsPool() throws IOException {
        PoolConfig api = Read.config(Read.everyKey()).pools().get(0);
        CheckConfig ofPool = Objects.requireNonNull(api.check());
        HttpCheckConfig http = Objects.requireNonNull(ofPool.http());
        HttpCheckConfig own = new HttpCheckConfig(
                http.method(),
                "/other",
                http.host(),
                http.headers(),
                new ExpectConfig(List.of(new StatusRange(200, 200)), null),
                http.drainOn());
        assertEquals(
                new CheckConfig(own, null, null, 8081, timing(4000, 1000, 10_000, 500), 4, 5, InitialState.UP),
                api.servers().get(0).check());
    }

    @Test
    void ofAServerMayBeTheOnlyOnes() {
        PoolConfig pool = pool("", "\"127.0.0.1:8081\"", "{address: \"127.0.0.1:8082\", check: {http: /up}}");
        assertNull(pool.servers().get(0).check());
        assertEquals(
                "/up",
                Objects.requireNonNull(
                                Objects.requireNonNull(pool.servers().get(1).check())
                                        .http())
                        .path());
    }

    @Test
    void aServerThatIsAskedForAConnectionOnlyKeepsTheTimesOfItsPool() {
        CheckConfig check = check("{http: /, expect: {body: ok}, drainOn: 404, interval: 5s, rise: 7}", "tcp");
        assertNull(check.http());
        assertEquals(timing(5000, 5000, 5000, 1000), check.timing());
        assertEquals(7, check.rise());
    }

    @ParameterizedTest
    @CsvSource({
        "'{interval: 5s}', 5000, 5000, 5000, 1000",
        "'{interval: 500ms}', 500, 500, 500, 250",
        "'{fastInterval: 500ms}', 2000, 500, 2000, 250",
        "'{downInterval: 30s}', 2000, 2000, 30000, 1000",
        "'{interval: 10s, fastInterval: 2s, timeout: 1999ms}', 10000, 2000, 10000, 1999",
    })
    void waitASecondOrHalfTheShortestInterval(String written, long interval, long fast, long down, long timeout) {
        assertEquals(timing(interval, fast, down, timeout), check(written).timing());
    }

    @Test
    void theTimeToWaitFollowsTheIntervalOfTheServer() {
        assertEquals(
                timing(200, 200, 200, 100),
                check("{interval: 5s}", "{interval: 200ms}").timing());
    }

    @ParameterizedTest
    @CsvSource({"200, 200-200", "'[\"200-299\", 404]', 200-299 404-404", "200-399, 200-399", "\"204\", 204-204"})
    void expectStatusesAndRanges(String written, String ranges) {
        HttpCheckConfig http = Objects.requireNonNull(
                check("{http: /, expect: {status: " + written + "}}").http());
        assertEquals(
                List.of(ranges.split(" ")),
                http.expect().status().stream()
                        .map(range -> range.least() + "-" + range.most())
                        .toList());
    }

    @Test
    void aStatusThatDrainsMayPassAsWell() {
        HttpCheckConfig http = Objects.requireNonNull(
                check("{http: /, expect: {status: [200, 404]}, drainOn: 404}").http());
        assertEquals(List.of(404), http.drainOn());
        assertTrue(http.expect().takes(404));
    }

    @Test
    void areNotAnnouncedAsUnbuilt() {
        assertEquals(List.of(), Read.notices("pools: {web: {servers: [\"a:1\"], check: {http: /}}}"));
    }
}
