package io.waybill.control;

import io.waybill.config.CheckConfig;
import io.waybill.config.InitialState;
import io.waybill.config.PoolConfig;
import io.waybill.health.HealthChecks;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Which servers are checked, and how, as the configuration has it. Confined to the reload thread. */
final class RunningChecks {

    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HealthChecks checks;
    private final Map<Server, CheckConfig> running = new HashMap<>();

    RunningChecks(HealthChecks checks) {
        this.checks = checks;
    }

    /**
     * The checks that these pools ask for.
     *
     * @param compiled the same pools, with the same servers in the same order
     */
    static Map<Server, CheckConfig> wanted(List<PoolConfig> pools, List<Pool> compiled) {
        Map<Server, CheckConfig> wanted = new LinkedHashMap<>();
        for (int pool = 0; pool < pools.size(); pool++) {
            List<Server> servers = compiled.get(pool).servers();
            for (int i = 0; i < servers.size(); i++) {
                CheckConfig check = pools.get(pool).servers().get(i).check();
                if (check != null && !servers.get(i).address().isUnresolved()) {
                    wanted.put(servers.get(i), check);
                }
            }
        }
        return wanted;
    }

    /**
     * Begins to check those that are not checked yet, and waits until each has been looked at once, for the longest time
     * that one of these checks may take.
     *
     * @return those that are checked since
     */
    Set<Server> look(Map<Server, CheckConfig> wanted) {
        Set<Server> begun = new HashSet<>();
        List<CompletableFuture<Void>> first = new ArrayList<>();
        long longest = 0;
        for (Map.Entry<Server, CheckConfig> each : wanted.entrySet()) {
            CheckConfig how = each.getValue();
            if (running.containsKey(each.getKey())) {
                continue;
            }
            begun.add(each.getKey());
            running.put(each.getKey(), how);
            CompletableFuture<Void> over = checks.start(each.getKey(), how);
            if (how.initialState() == InitialState.CHECK) {
                first.add(over);
                longest = Math.max(longest, how.timing().timeout().toNanos());
            }
        }
        await(first, Math.min(longest, MAX_WAIT_NANOS));
        return begun;
    }

    private static void await(List<CompletableFuture<Void>> first, long nanos) {
        try {
            CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException someAreNotOver) {
            // They take no requests until they are; nobody waits for them here.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** These are the ones, under these rules; all others end. */
    void follow(Map<Server, CheckConfig> wanted) {
        Set<Server> over = new HashSet<>(running.keySet());
        over.removeAll(wanted.keySet());
        stop(over);
        wanted.forEach((server, how) -> {
            if (!how.equals(running.put(server, how))) {
                checks.start(server, how);
            }
        });
    }

    void stop(Set<Server> servers) {
        for (Server server : servers) {
            running.remove(server);
            checks.stop(server);
        }
    }
}
