package io.waybill.control;

import static io.waybill.control.Configured.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.health.CheckCode;
import io.waybill.health.Probe;
import io.waybill.pool.AdminState;
import io.waybill.pool.Health;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerState;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.Waiting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks find is told by the tests: these are about what follows from it. */
class ServerStatesTest {

    private static final Health UP = new Health(Health.Condition.UP, 4, 2, 3);
    private static final Health UP_1_3 = new Health(Health.Condition.UP, 2, 2, 3);
    private static final Health UP_2_3 = new Health(Health.Condition.UP, 3, 2, 3);
    private static final Health DOWN = new Health(Health.Condition.DOWN, 0, 2, 3);
    private static final Health DRAINED = new Health(Health.Condition.DRAINED, 4, 2, 3);

    @TempDir
    private Path directory;

    private final LogLines log = LogLines.ofPackage(Servers.class);
    /** Set by {@link #start}, with which every test begins. */
    @SuppressWarnings("NullAway.Init")
    private ControlledPools pools;

    private void start(int servers, String more) {
        String list = IntStream.rangeClosed(1, servers)
                .mapToObj(n -> "{name: a" + n + ", address: \"127.0." + n / 250 + "." + (n % 250 + 1) + ":80\"}")
                .collect(Collectors.joining(", "));
        pools = new ControlledPools(
                "pools: {app: {" + more + "servers: [" + list + "]}}\n", directory.resolve("waybill.state"));
        // as if they were checked, without checks that would find otherwise
        pools.control
                .call(() -> {
                    for (Server server : pools.pool("app").servers()) {
                        server.state(new ServerState(AdminState.READY, UP, 1), "test");
                    }
                    return true;
                })
                .join();
    }

    @AfterEach
    void close() {
        pools.close();
        log.close();
    }

    private void fail(String server) {
        pools.found(server, UP_2_3, CheckCode.L4CON, 0, "connect-refused");
        pools.found(server, UP_1_3, CheckCode.L4CON, 0, "connect-refused");
        pools.found(server, DOWN, CheckCode.L4CON, 0, "connect-refused");
    }

    @Test
    void aServerThatFailsIsOutAtOnceAndTheLogSaysWhatIsLeft() {
        start(2, "");
        fail("app/a2");
        pools.settled();
        assertEquals("DOWN", pools.server("app/a2").status());
        assertEquals(1, pools.pool("app").usableServers());
        assertEquals(
                List.of("WARN server down: pool=app server=a2 reason=connect-refused failed-checks=3 servers-up=1/2"),
                log.with("server down"));
        assertEquals(
                List.of("UP -> UP 2/3", "UP 2/3 -> UP 1/3", "UP 1/3 -> DOWN"),
                pools.server("app/a2").transitions().stream()
                        .skip(1)
                        .map(one -> one.from() + " -> " + one.to())
                        .toList());
        assertEquals(
                "check: connect-refused",
                pools.server("app/a2").transitions().get(3).cause());

        pools.found("app/a2", UP, CheckCode.L7OK, 200, "");
        pools.settled();
        assertEquals(2, pools.pool("app").usableServers());
        assertEquals(
                List.of("INFO server up: pool=app server=a2 reason=status-200 servers-up=2/2"), log.with("server up"));
    }

    @Test
    void otherThresholdsAreNoFailedCheck() {
        start(2, "");
        pools.found("app/a2", new Health(Health.Condition.UP, 5, 2, 4), CheckCode.INI, 0, "other thresholds");
        pools.found("app/a2", DOWN, CheckCode.L4CON, 0, "connect-refused");
        pools.settled();
        assertEquals(
                List.of("WARN server down: pool=app server=a2 reason=connect-refused failed-checks=1 servers-up=1/2"),
                log.with("server down"));
    }

    @Test
    void thePoolThatHasNoneLeftIsAnError() {
        start(2, "");
        fail("app/a1");
        pools.settled();
        assertEquals(List.of(), log.with("pool without servers"));
        fail("app/a2");
        pools.settled();
        assertEquals(List.of("ERROR pool without servers: pool=app servers-up=0/2"), log.with("pool without servers"));
        pools.found("app/a2", UP, CheckCode.L7OK, 200, "");
        pools.settled();
        assertEquals(1, log.with("pool without servers").size());
        fail("app/a2");
        pools.settled();
        assertEquals(2, log.with("pool without servers").size());
    }

    @Test
    void aServerThatAsksForNoRequestsIsDrainedAndComesBack() {
        start(2, "");
        pools.found("app/a1", DRAINED, CheckCode.L7OKC, 404, "status 404");
        pools.settled();
        assertEquals("NOLB", pools.server("app/a1").status());
        assertEquals(
                List.of("INFO server drained by check: pool=app server=a1 reason=status-404 servers-up=1/2"),
                log.with("server drained"));
        pools.found("app/a1", UP, CheckCode.L7OK, 200, "");
        pools.settled();
        assertEquals(1, log.with("server up: pool=app server=a1").size());
    }

    @Test
    void panicIsToldWhenItBeginsAndWhenItEnds() {
        start(5, "panicBelow: 50%, ");
        fail("app/a1");
        fail("app/a2");
        pools.settled();
        assertEquals(List.of(), log.with("panic"));
        fail("app/a3");
        pools.settled();
        assertTrue(pools.pool("app").isInPanic());
        assertEquals(List.of("WARN pool in panic: pool=app servers-up=2/5 panic-below=50%"), log.with("panic"));
        fail("app/a4");
        pools.settled();
        assertEquals(1, log.with("panic").size());
        pools.found("app/a1", UP, CheckCode.L7OK, 200, "");
        pools.found("app/a2", UP, CheckCode.L7OK, 200, "");
        pools.settled();
        assertEquals(List.of("INFO pool out of panic: pool=app servers-up=3/5"), log.with("out of panic"));
        assertEquals(List.of(), log.with("pool without servers"));
    }

    @Test
    void anOperatorsChangeIsToldWithWhoAndWhy() {
        start(2, "");
        pools.servers
                .change(id("app/a1"), new ServerChange(AdminState.DRAIN, 7, "deploy \"42\"", null), "deploy")
                .join();
        assertEquals(
                List.of("INFO server state changed: pool=app server=a1 state=drain by=deploy"
                        + " reason=\"deploy '42'\" servers-up=1/2"),
                log.with("server state changed"));
        assertEquals(
                1,
                log.with("INFO server weight changed: pool=app server=a1 weight=7 by=deploy")
                        .size());
    }

    @Test
    void whatACheckFoundOfAServerInMaintenanceDoesNotCount() {
        start(2, "");
        pools.servers
                .change(id("app/a1"), new ServerChange(AdminState.MAINT, null, "", null), "deploy")
                .join();
        fail("app/a1");
        pools.settled();
        assertEquals(List.of(), log.with("server down"));
        assertEquals("MAINT", pools.server("app/a1").status());
    }

    @Test
    void twoThousandServersThatFailAtOnceDoNotFloodTheLog() {
        start(2_000, "");
        Pool pool = pools.pool("app");
        Probe refused = new Probe(Instant.now(), CheckCode.L4CON, 0, 0, "connect-refused");
        long begin = System.nanoTime();
        pool.servers().forEach(server -> pools.states.onHealth(server, DOWN, refused));
        Waiting.until("all are down", () -> pool.usableServers() == 0);
        Waiting.until("every server is in a line or counted", () -> written() + leftOut() == 2_000);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        assertTrue(written() <= (seconds + 1) * LineBudget.LINES, () -> written() + " in " + seconds + " s");
        assertEquals(1, log.with("pool without servers").size());
    }

    private int written() {
        return log.with("server down: pool=app").size();
    }

    private int leftOut() {
        return log.with("lines left out: kind=\"server down\"").stream()
                .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf('=') + 1)))
                .sum();
    }
}
