package io.waybill.control;

import static io.waybill.control.Configured.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.AdminState;
import io.waybill.pool.Server;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersTest {

    private static final String YAML = """
            pools: {app: {servers: [{name: a1, address: "10.0.0.1:80"}, {name: a2, address: "10.0.0.2:80", weight: 4}]}}
            """;

    @TempDir
    private Path directory;

    private ControlledPools pools;

    @BeforeEach
    void start() {
        pools = new ControlledPools(YAML, directory.resolve("waybill.state"));
    }

    @AfterEach
    void close() {
        pools.close();
    }

    private void restart(String yaml) {
        pools.close();
        pools = new ControlledPools(yaml, directory.resolve("waybill.state"));
    }

    private ChangeResult change(String server, @Nullable AdminState state, @Nullable Integer weight) {
        return pools.servers
                .change(id(server), new ServerChange(state, weight, "deploy 42", null), "deploy")
                .join();
    }

    private ChangeResult put(String server, String address, @Nullable Integer weight) {
        return pools.servers
                .put(id(server), address, new ServerChange(null, weight, "more load", null), "deploy")
                .join();
    }

    @Test
    void aChangeHoldsAtOnceAndIsKept() {
        ChangeResult result = change("app/a1", AdminState.DRAIN, null);
        ChangeResult.Applied applied = assertInstanceOf(ChangeResult.Applied.class, result);
        assertTrue(applied.kept());
        assertEquals("drain", applied.overrides().get(0).value());
        assertEquals("DRAIN", pools.server("app/a1").status());
        assertEquals(1, pools.pool("app").usableServers());
        assertEquals(
                "deploy: deploy 42", pools.server("app/a1").transitions().get(0).cause());
        assertEquals(applied.overrides(), new Journal(directory.resolve("waybill.state")).read());
    }

    @Test
    void whoTookItOutAndWhyIsKnown() {
        change("app/a1", AdminState.MAINT, 0);
        ServerOverride why = pools.servers.overrides().get(0);
        assertEquals(
                List.of("app/a1", "STATE", "maint", "deploy", "deploy 42", "ready"),
                List.of(
                        why.server().toString(),
                        why.aspect().name(),
                        why.value(),
                        why.by(),
                        why.reason(),
                        String.valueOf(why.configuredThen())));
    }

    @Test
    void anOverrideOutlivesReloadAndRestartAndYieldsToAChangedFile() {
        change("app/a1", AdminState.DRAIN, 9);
        Server before = pools.server("app/a1");
        pools.reload(YAML.replace("weight: 4", "weight: 5"));
        assertSame(before, pools.server("app/a1"));
        assertEquals("DRAIN", before.status());
        assertEquals(9, before.weight());
        assertEquals(5, pools.server("app/a2").weight(), "a changed weight reaches the known server");

        restart(YAML);
        assertEquals("DRAIN", pools.server("app/a1").status());
        assertEquals(9, pools.server("app/a1").weight());

        pools.reload(YAML.replace("{name: a1,", "{name: a1, weight: 2,"));
        assertEquals("DRAIN", pools.server("app/a1").status(), "its configured state is the same");
        assertEquals(2, pools.server("app/a1").weight());
        pools.reload(YAML.replace("{name: a1,", "{name: a1, state: maint,"));
        assertEquals("MAINT", pools.server("app/a1").status());
        assertEquals(List.of(), pools.servers.overrides());
        pools.reload(YAML);
        assertEquals("no check", pools.server("app/a1").status());
    }

    @Test
    void settingWhatIsConfiguredUndoesTheOverride() {
        change("app/a2", AdminState.DRAIN, 1);
        change("app/a2", AdminState.READY, 4);
        assertEquals(List.of(), pools.servers.overrides());
        assertEquals(2, pools.pool("app").usableServers());
        restart(YAML);
        assertEquals("no check", pools.server("app/a2").status());
    }

    @Test
    void aChangeEndsWithItsTime() {
        ServerChange brief = new ServerChange(AdminState.MAINT, null, "", Duration.ofMillis(150));
        pools.servers.change(id("app/a1"), brief, "deploy").join();
        assertEquals("MAINT", pools.server("app/a1").status());
        Waiting.until("it is ready again", () -> pools.server("app/a1").status().equals("no check"));
        pools.settled();
        assertEquals(List.of(), pools.servers.overrides());
        assertEquals(2, pools.pool("app").usableServers());
    }

    @Test
    void aTimeThatWasOverWhileNobodyRanIsOver() {
        ServerChange brief = new ServerChange(AdminState.MAINT, null, "", Duration.ofMillis(50));
        pools.servers.change(id("app/a1"), brief, "deploy").join();
        pools.close();
        ServerOverride kept = new Journal(directory.resolve("waybill.state"))
                .read().stream().findFirst().orElse(null);
        Waiting.until("its time is over", () -> kept == null || kept.isExpired(java.time.Instant.now()));
        pools = new ControlledPools(YAML, directory.resolve("waybill.state"));
        assertEquals("no check", pools.server("app/a1").status());
        assertEquals(List.of(), pools.servers.overrides());
    }

    @Test
    void aTimeThatBeganBeforeARestartEndsAfterIt() {
        ServerChange brief = new ServerChange(AdminState.MAINT, null, "", Duration.ofMillis(1500));
        pools.servers.change(id("app/a1"), brief, "deploy").join();
        restart(YAML);
        assertEquals("MAINT", pools.server("app/a1").status());
        Waiting.until("it is ready again", () -> pools.server("app/a1").status().equals("no check"));
    }

    @Test
    void aServerIsAddedMovedAndRemoved() {
        Server a1 = pools.server("app/a1");
        assertInstanceOf(ChangeResult.Applied.class, put("app/a9", "10.0.0.9:80", 9));
        assertEquals(9, pools.server("app/a9").weight());
        assertEquals(3, pools.pool("app").usableServers());
        assertSame(a1, pools.server("app/a1"));

        restart(YAML);
        assertEquals(9, pools.server("app/a9").weight());
        Server before = pools.server("app/a9");
        put("app/a9", "10.0.0.10:80", null);
        assertEquals("10.0.0.10", pools.server("app/a9").address().getHostString());
        assertEquals(9, pools.server("app/a9").weight());
        assertTrue(before.isRetired());

        change("app/a9", AdminState.DRAIN, null);
        assertEquals("DRAIN", pools.server("app/a9").status());
        pools.servers.remove(id("app/a9"), "less load", "deploy").join();
        assertFalse(pools.has("app/a9"));
        assertEquals(List.of(), pools.servers.overrides());
    }

    @Test
    void anAddedServerGoesWithItsTime() {
        ServerChange brief = new ServerChange(AdminState.DRAIN, null, "", Duration.ofMillis(300));
        pools.servers.put(id("app/a9"), "10.0.0.9:80", brief, "deploy").join();
        Server server = pools.server("app/a9");
        assertEquals("DRAIN", server.status());
        Waiting.until("it is gone", () -> !pools.has("app/a9"));
        assertEquals(List.of(), pools.servers.overrides());
        assertEquals("DRAIN", server.status(), "it takes no request on its way out");
    }

    @Test
    void aConfiguredServerIsRemovedStaysRemovedAndComesBack() {
        ChangeResult removed =
                pools.servers.remove(id("app/a1"), "broken disk", "deploy").join();
        assertInstanceOf(ChangeResult.Applied.class, removed);
        assertFalse(pools.has("app/a1"));
        restart(YAML);
        assertFalse(pools.has("app/a1"));
        assertInstanceOf(
                ChangeResult.Unknown.class,
                pools.servers.remove(id("app/a1"), "", "deploy").join());
        put("app/a1", "10.0.0.1:80", null);
        assertEquals("no check", pools.server("app/a1").status());
        assertEquals(List.of(), pools.servers.overrides());
    }

    @Test
    void theLastServerMayBeRemovedAndThePoolHasNone() {
        try (LogLines log = LogLines.ofPackage(Servers.class)) {
            pools.servers.remove(id("app/a1"), "", "deploy").join();
            pools.servers.remove(id("app/a2"), "", "deploy").join();
            assertEquals(0, pools.pool("app").servers().size());
            log.await("ERROR pool without servers: pool=app servers-up=0/0");
            log.await("INFO server removed: pool=app server=a2 by=deploy reason=\"\" servers=0");
        }
    }

    @Test
    void whatCannotComeIsRefusedAndNothingIsDifferent() {
        change("app/a1", null, 9);
        pools.refuse("waybill.yaml: server app/a9: the name x.internal does not resolve");
        ChangeResult.Refused refused = assertInstanceOf(ChangeResult.Refused.class, put("app/a9", "x.internal:80", 3));
        assertTrue(refused.message().contains("does not resolve"), refused.message());
        assertInstanceOf(
                ChangeResult.Refused.class,
                pools.servers.remove(id("app/a1"), "", "deploy").join());
        assertEquals(1, pools.servers.overrides().size());
        assertEquals(Aspect.WEIGHT, pools.servers.overrides().get(0).aspect());
        assertEquals(pools.servers.overrides(), new Journal(directory.resolve("waybill.state")).read());
    }

    @Test
    void whatIsNotThereIsUnknownWithWhatIsThere() {
        assertEquals(
                new ChangeResult.Unknown("pool app has no server a7; it has a1, a2"),
                change("app/a7", AdminState.DRAIN, null));
        assertEquals(
                new ChangeResult.Unknown("there is no pool web; there are app"),
                change("web/w1", AdminState.DRAIN, null));
        assertEquals(
                new ChangeResult.Unknown("there is no pool web; there are app"), put("web/w1", "10.0.0.1:80", null));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertEquals(
                new ChangeResult.Refused("found neither a state nor a weight, expected one of them"),
                change("app/a1", null, null));
        assertEquals(new ChangeResult.Refused("weight: found 257, expected 0 to 256"), change("app/a1", null, 257));
        ServerChange never = new ServerChange(AdminState.DRAIN, null, "", Duration.ZERO);
        assertInstanceOf(
                ChangeResult.Refused.class,
                pools.servers.change(id("app/a1"), never, "deploy").join());
    }

    @Test
    void aChangeThatCannotBeWrittenHoldsAndSaysSo() {
        pools.close();
        pools = new ControlledPools(YAML, directory.resolve("no/directory/waybill.state"));
        try (LogLines log = LogLines.ofPackage(Servers.class)) {
            ChangeResult.Applied applied =
                    assertInstanceOf(ChangeResult.Applied.class, change("app/a1", AdminState.DRAIN, null));
            assertFalse(applied.kept());
            assertEquals("DRAIN", pools.server("app/a1").status());
            assertEquals(1, log.with("WARN state file cannot be written: file=").size());
        }
    }

    @Test
    void withoutAChangeThereIsNoStateFile() {
        change("app/a1", AdminState.READY, 1);
        pools.close();
        assertFalse(Files.exists(directory.resolve("waybill.state")));
    }
}
