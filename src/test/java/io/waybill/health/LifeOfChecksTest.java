package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.CheckConfig;
import io.waybill.config.InitialState;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting, changing, pausing and stopping checks. */
class LifeOfChecksTest {

    @Test
    void theFirstVerdictIsAwaited() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "tell asked", "wait answer", "write 200 keep-alive");
            Server checked = checking.server(server.port());
            CompletableFuture<Void> first = checking.start(checked, Checks.http(Checks.RARE));
            server.await("asked");
            assertFalse(first.isDone());
            assertNull(checking.view(checked).last());
            server.release("answer");
            first.join();
            assertEquals(List.of("a UP L7OK"), checking.told());
            assertTrue(checking.start(checked, Checks.http(Checks.RARE)).isDone());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UP", "DOWN"})
    void whereTheFirstCheckDoesNotDecideNobodyWaitsForIt(InitialState initial) {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            CheckConfig how = Checks.beginning(initial, Checks.RARE);
            assertTrue(checking.start(checking.server(server.port()), how).isDone());
            checking.settle();
            assertEquals(0, server.connections());
            assertEquals(initial == InitialState.UP ? "UP 1/3" : "DOWN 1/2", Checking.word(HealthChecks.initial(how)));
        }
    }

    @Test
    void noCheckIsMadeWhileAServerIsPaused() {
        try (ScriptedServer server = ScriptedServer.start();
                ScriptedServer other = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.always(request -> HttpText.response(503, "no"));
            other.always(request -> HttpText.response(503, "no"));
            Server paused = checking.server("a", server.port());
            Server clock = checking.server("b", other.port());
            checking.start(paused, Checks.http(Checks.OFTEN));
            checking.start(clock, Checks.http(Checks.OFTEN));
            checking.probes(paused, 3);

            checking.checks().pause(paused);
            checking.settle();
            Waiting.until("its connection is closed", () -> server.openConnections() == 0);
            int before = server.requests().size();
            int known = checking.view(paused).probes().size();
            int ticks = checking.view(clock).probes().size();
            checking.probes(clock, ticks + 20);
            assertEquals(before, server.requests().size());
            assertEquals(known, checking.view(paused).probes().size());
            assertTrue(checking.checks().servers().contains(paused));

            server.always(request -> HttpText.response(200, "yes"));
            checking.checks().resume(paused);
            Waiting.until("it is up again", () -> checking.told().contains("a UP L7OK"));
        }
    }

    @Test
    void nobodyWaitsForAServerThatIsPausedOrStoppedBeforeItAnswered() {
        try (ScriptedServer server = ScriptedServer.start();
                Checking checking = Checking.start()) {
            server.onNextConnection("read request", "tell a", "read to end");
            server.onNextConnection("read request", "tell b", "read to end");
            Server a = checking.server("a", server.port());
            Server b = checking.server("b", server.port());
            CompletableFuture<Void> firstOfA = checking.start(a, Checks.http(Checks.RARE));
            server.await("a");
            CompletableFuture<Void> firstOfB = checking.start(b, Checks.http(Checks.RARE));
            server.await("b");
            checking.checks().pause(a);
            checking.checks().stop(b);
            CompletableFuture.allOf(firstOfA, firstOfB).join();
            assertEquals(List.of(), checking.told());
            Waiting.until("the connections are closed", () -> server.openConnections() == 0);
        }
    }

    @Test
    void whatIsStoppedIsForgotten() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            Server checked = checking.server(server.port());
            checking.firstProbe(checked, Checks.http(Checks.RARE));
            checking.checks().stop(checked);
            assertNull(checking.checks().view(checked));
            assertEquals(List.of(), List.copyOf(checking.checks().servers()));
            Waiting.until("its connection is closed", () -> server.openConnections() == 0);

            checking.firstProbe(checked, Checks.http(Checks.RARE));
            assertEquals(List.of("a UP L7OK", "a UP L7OK"), checking.told());
        }
    }

    @Test
    void otherRulesHoldAtOnceAndKeepWhatIsKnown() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            Server checked = checking.server(server.port());
            checking.firstProbe(checked, Checks.http(Checks.RARE));
            CheckConfig other =
                    new CheckConfig(Checks.get("/other"), null, null, 0, Checks.RARE, 4, 5, InitialState.CHECK);
            checking.start(checked, other);
            checking.probes(checked, 2);
            assertEquals(List.of("a UP L7OK", "a UP INI"), checking.told());
            assertTrue(server.requests().get(1).startsWith("GET /other "));

            checking.start(checked, other);
            checking.settle();
            assertEquals(2, checking.view(checked).probes().size());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void anotherPortMeansOtherConnections() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                ScriptedServer second = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            Server checked = checking.server(server.port());
            checking.firstProbe(checked, Checks.http(Checks.RARE));
            checking.start(
                    checked,
                    new CheckConfig(Checks.get("/"), null, null, second.port(), Checks.RARE, 2, 3, InitialState.CHECK));
            checking.probes(checked, 2);
            Waiting.until("the first is closed", () -> server.openConnections() == 0);
            assertEquals(1, second.requests().size());
        }
    }

    @Test
    void twoServersOfOneNameAreCheckedApart() {
        try (ScriptedServer before = ScriptedServer.answering("ok");
                ScriptedServer after = ScriptedServer.start();
                Checking checking = Checking.start()) {
            after.always(request -> HttpText.response(500, "no"));
            Server old = checking.server("a", before.port());
            checking.firstProbe(old, Checks.http(Checks.RARE));
            Server moved = checking.server("a", after.port());
            assertEquals(
                    CheckCode.L7STS,
                    checking.firstProbe(moved, Checks.http(Checks.RARE)).code());
            checking.checks().stop(old);
            Waiting.until("the old one is left", () -> before.openConnections() == 0);
            assertEquals(1, after.openConnections());
        }
    }

    @Test
    void aServerWithoutAnAddressIsNotAsked() {
        try (Checking checking = Checking.start()) {
            InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
            Server lost = new ServerRegistry(1, 1).server(new ServerId("p", "lost"), nowhere, false, 1);
            checking.start(lost, Checks.http(Checks.OFTEN)).join();
            checking.checks().resume(lost);
            checking.start(lost, Checks.http(Checks.RARE)).join();
            checking.settle();
            assertEquals(List.of(), checking.view(lost).probes());
            checking.checks().stop(lost);
        }
    }

    @Test
    void manyServersAreLookedAtWithinAMoment() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            List<CompletableFuture<Void>> first = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                first.add(checking.start(checking.server("s" + i, server.port()), Checks.http(Checks.RARE)));
            }
            CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)).join();
            assertEquals(
                    200,
                    checking.told().stream()
                            .filter(line -> line.endsWith(" UP L7OK"))
                            .count());
            checking.checks().servers().forEach(checking.checks()::stop);
            Waiting.until("all connections are closed", () -> server.openConnections() == 0);
        }
    }

    @Test
    void serversThatWereLookedAtTogetherAreNotAskedTogetherForEver() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                Checking checking = Checking.start()) {
            CheckConfig how = Checks.http(Checks.timing(2000, 2000, 2000, 1900));
            List<Server> checked = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                checked.add(checking.server("s" + i, server.port()));
            }
            checked.forEach(one -> checking.start(one, how));
            LongSummaryStatistics second = checked.stream()
                    .mapToLong(one -> checking.probes(one, 2).get(1).at().toEpochMilli())
                    .summaryStatistics();
            long spread = second.getMax() - second.getMin();
            assertTrue(spread > 600, "within " + spread + " ms");
        }
    }
}
