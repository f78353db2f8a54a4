package io.waybill.control;

import static io.waybill.control.Configured.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.HostPort;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.config.ServerMode;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.AdminState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that cannot come, and what is left of the wish. */
class RefusedMembersTest {

    private static final String YAML = """
            pools: {app: {servers: [{name: a1, address: "10.0.0.1:80"}, {name: many, address: "app.internal:80"}]}}
            """;

    @TempDir
    private Path directory;

    @Test
    void changeThatIsSavedWhileAnotherIsRefusedDoesNotKeepThatOne() throws InterruptedException {
        try (ControlledPools pools = new ControlledPools(YAML, directory.resolve("waybill.state"))) {
            pools.refuse("the name x.internal does not resolve");
            CountDownLatch goOn = new CountDownLatch(1);
            pools.control.run(() -> awaitQuietly(goOn));
            CompletableFuture<ChangeResult> put =
                    pools.servers.put(id("app/a9"), "x.internal:80", new ServerChange(null, null, "", null), "deploy");
            CompletableFuture<ChangeResult> drain =
                    pools.servers.change(id("app/a1"), new ServerChange(AdminState.DRAIN, null, "", null), "deploy");
            goOn.countDown();
            assertInstanceOf(ChangeResult.Refused.class, put.join());
            assertInstanceOf(ChangeResult.Applied.class, drain.join());
            assertEquals(1, pools.servers.overrides().size());
        }
        List<ServerOverride> kept = new Journal(directory.resolve("waybill.state")).read();
        assertEquals(
                List.of("app/a1"),
                kept.stream().map(each -> each.server().toString()).toList());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void oneAddressOfAServerThatWasAddedByNameIsDrainedAndRemovedForGood() {
        Overrides added = Overrides.of(List.of(Configured.override("app/a9", Aspect.MEMBER, null, "x.internal:80")));
        List<PoolConfig> pools = Configured.pools("{app: {servers: [{name: a1, address: \"10.0.0.1:80\"}]}}");
        ServerConfig one =
                new ServerConfig("a9-10.0.0.9", new HostPort("x.internal", 80), 1, ServerMode.READY, null, false);
        Overrides drained = added.with(
                id("app/a9-10.0.0.9"), one, new ServerChange(AdminState.DRAIN, null, "", null), Configured.WHO);
        assertEquals(List.of(), Reconciled.of(drained, pools).dropped());
        Overrides removed = drained.withRemoved(id("app/a9-10.0.0.9"), one, Configured.WHO);
        assertEquals(List.of(), Reconciled.of(removed, pools).dropped());
        assertTrue(removed.isRemoved(id("app/a9-10.0.0.9")));
        Overrides gone = removed.withRemoved(id("app/a9"), one, Configured.WHO);
        assertTrue(Reconciled.of(gone, pools).kept().isEmpty());
    }
}
