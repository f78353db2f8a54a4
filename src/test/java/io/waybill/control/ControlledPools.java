package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.exchange.Failure;
import io.waybill.health.CheckCode;
import io.waybill.health.HealthChecks;
import io.waybill.health.Probe;
import io.waybill.pool.Health;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.LiveSnapshot;
import io.waybill.route.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Pools with their control plane, without listeners and without a file: what a check finds is told by the test, names do
 * not resolve. Safe from any thread.
 */
final class ControlledPools implements AutoCloseable {

    final ControlThread control = new ControlThread();
    final ServerStates states;
    final OverrideStore store;
    final Servers servers;
    final LiveSnapshot live = new LiveSnapshot(new Snapshot(0, Map.of(), List.of()));

    private final ServerRegistry registry = new ServerRegistry(1, Failure.count());
    private final SnapshotCompiler compiler = new SnapshotCompiler(registry);
    private volatile WaybillConfig config;
    private volatile List<String> problems = List.of();

    ControlledPools(String yaml, Path stateFile, Supplier<HealthChecks> checks) {
        this.config = Configured.config(yaml);
        this.states = new ServerStates(control, checks);
        this.store = new OverrideStore(stateFile);
        this.servers = new Servers(control, states, store, this::recompile, InstantSource.system());
        store.begin(config.pools());
        recompile().join();
        servers.start();
    }

    ControlledPools(String yaml, Path stateFile) {
        this(yaml, stateFile, () -> {
            throw new AssertionError("no server has a check");
        });
    }

    private CompletableFuture<List<String>> recompile() {
        return control.call(() -> {
            if (!problems.isEmpty()) {
                return problems;
            }
            Overrides overrides = store.reconcile(config.pools());
            List<PoolConfig> effective =
                    config.pools().stream().map(overrides::apply).toList();
            ResolvedConfig resolved = ResolvedConfig.of(effective, name -> List.of());
            Snapshot next = compiler.compile(config, resolved, live.current().version() + 1);
            states.settle(next.pools(), resolved.pools(), overrides);
            live.swap(next);
            states.live(next.pools());
            registry.retain(next.pools());
            return List.of();
        });
    }

    void reload(String yaml) {
        config = Configured.config(yaml);
        recompile().join();
    }

    /** From now on servers can neither come nor go, for this reason. */
    void refuse(String... problem) {
        problems = List.of(problem);
    }

    Pool pool(String name) {
        Pool pool = live.current().pool(name);
        if (pool == null) {
            throw new AssertionError("no pool " + name);
        }
        return pool;
    }

    Server server(String id) {
        return pool(Configured.id(id).pool()).servers().stream()
                .filter(server -> server.name().equals(Configured.id(id).server()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no server " + id));
    }

    boolean has(String id) {
        return pool(Configured.id(id).pool()).servers().stream()
                .anyMatch(server -> server.name().equals(Configured.id(id).server()));
    }

    /** As if a check had found this. */
    void found(String id, Health health, CheckCode code, int status, String text) {
        states.onHealth(server(id), health, new Probe(Instant.now(), code, status, 1_000_000, text));
    }

    /** Returns when the control thread has done all that was told before. */
    void settled() {
        control.call(() -> true).join();
    }

    @Override
    public void close() {
        store.close();
        control.close();
    }
}
