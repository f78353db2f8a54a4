package io.waybill.control;

import io.waybill.config.CheckConfig;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.health.CheckCode;
import io.waybill.health.HealthChecks;
import io.waybill.health.HealthListener;
import io.waybill.health.Probe;
import io.waybill.pool.AdminState;
import io.waybill.pool.Health;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of what servers may do: puts together what the configuration says, what operators want and what checks
 * find, and has the servers checked accordingly.
 *
 * <p>Order of calls, for one configuration: {@link #admit} for each server that is new; then, in one task, {@link #settle},
 * the swap of the snapshot, and {@link #live}. Confined to the control thread, but for {@link #onHealth}.
 */
public final class ServerStates implements HealthListener {

    private final ControlThread control;
    private final CheckPlan checks;
    private final StateLog log;
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean findingsDue = new AtomicBoolean();
    private final Map<Server, ServerConfig> configs = new HashMap<>();
    private final Map<Server, Integer> failedInARow = new HashMap<>();
    /** What took servers down that are not live yet. */
    private final Map<Server, Probe> downBeforeLive = new LinkedHashMap<>();

    private Map<String, Pool> pools = Map.of();
    private Map<Server, Pool> live = Map.of();
    private Map<ServerId, Server> byId = Map.of();

    /** @param checks asked for when the first server is to be checked, not before */
    public ServerStates(ControlThread control, Supplier<HealthChecks> checks) {
        this.control = control;
        this.checks = new CheckPlan(checks);
        this.log = new StateLog(new LineBudget(control));
    }

    private record Finding(Server server, Health health, Probe cause) {}

    @Override
    public void onHealth(Server server, Health health, Probe cause) {
        findings.add(new Finding(server, health, cause));
        if (findingsDue.compareAndSet(false, true)) {
            control.run(this::takeFindings);
        }
    }

    /** All that wait together, so that a pool whose servers go down at once is looked at once. */
    private void takeFindings() {
        findingsDue.set(false);
        Set<Pool> changed = new LinkedHashSet<>();
        for (Finding next = findings.poll(); next != null; next = findings.poll()) {
            Pool pool = take(next);
            if (pool != null) {
                changed.add(pool);
            }
        }
        changed.forEach(this::usableServersChanged);
    }

    /** The pool that is concerned; null if none is, or it is not live yet. */
    private @Nullable Pool take(Finding finding) {
        Server server = finding.server();
        ServerState before = server.state();
        if (before.admin() == AdminState.MAINT || before.health().condition() == Health.Condition.NO_CHECK) {
            // a check that was under way when checking ended
            return null;
        }
        int failed = failedInARow(server, finding.cause().code());
        server.state(before.with(finding.health()), "check: " + Reasons.of(finding.cause()));
        Pool pool = live.get(server);
        if (pool != null) {
            log.health(pool, server, before.health(), finding.cause(), failed);
        } else if (finding.health().condition() == Health.Condition.DOWN) {
            downBeforeLive.put(server, finding.cause());
        } else {
            downBeforeLive.remove(server);
        }
        return pool;
    }

    private int failedInARow(Server server, CheckCode code) {
        int before = failedInARow.getOrDefault(server, 0);
        // Other thresholds are told as well, with a code that is not of a check.
        int failed = code == CheckCode.INI ? before : code.isPassed() ? 0 : before + 1;
        failedInARow.put(server, failed);
        return failed;
    }

    private void usableServersChanged(Pool pool) {
        pool.usableServersChanged();
        log.look(pool);
    }

    /**
     * Gives a server that no live snapshot has its first state, and has it checked. Does nothing to one that is live.
     *
     * @param pool that it is in
     * @return done when its first check is over; at once if it has none that is waited for
     */
    public CompletableFuture<Void> admit(Pool pool, Server server, ServerConfig config, Overrides overrides) {
        ServerId id = new ServerId(pool.name(), server.name());
        if (live.containsKey(server)) {
            return CompletableFuture.completedFuture(null);
        }
        AdminState admin = overrides.stateOf(id, config);
        server.state(wanted(id, server, config, overrides), "configured");
        return checks.follow(server, config.check(), pool.settings().link(), admin == AdminState.MAINT);
    }

    /**
     * Makes every server what configuration and overrides want of it, just before the snapshot with these pools is live.
     *
     * @param config the pools as the snapshot has them: after overrides and look-ups of names
     */
    public void settle(List<Pool> next, List<PoolConfig> config, Overrides overrides) {
        ChangedBy who = new ChangedBy("configuration", Instant.now(), "", null);
        Map<ServerId, ServerConfig> wanted = new HashMap<>();
        for (PoolConfig pool : config) {
            pool.servers().forEach(server -> wanted.put(new ServerId(pool.name(), server.name()), server));
        }
        for (Pool pool : next) {
            boolean changed = pools.get(pool.name()) != pool;
            for (Server server : pool.servers()) {
                ServerId id = new ServerId(pool.name(), server.name());
                ServerConfig serverConfig = wanted.get(id);
                if (serverConfig != null) {
                    changed |= settle(pool, server, serverConfig, overrides, who);
                }
            }
            if (changed) {
                pool.usableServersChanged();
            }
        }
    }

    /** Makes one live server what its configuration and these overrides want of it. */
    void settle(ServerId id, Overrides overrides, ChangedBy who) {
        Server server = byId.get(id);
        if (server == null) {
            return;
        }
        Pool pool = live.get(server);
        ServerConfig config = configs.get(server);
        if (pool != null && config != null && settle(pool, server, config, overrides, who)) {
            usableServersChanged(pool);
        }
    }

    private boolean settle(Pool in, Server server, ServerConfig config, Overrides overrides, ChangedBy who) {
        ServerId id = new ServerId(in.name(), server.name());
        ServerState before = server.state();
        ServerState now = wanted(id, server, config, overrides);
        server.state(now, who.cause());
        configs.put(server, config);
        checks.follow(server, config.check(), in.settings().link(), now.admin() == AdminState.MAINT);
        Pool pool = live.get(server);
        if (pool != null) {
            log.wanted(pool, server, before, who);
        }
        return !before.equals(now);
    }

    private ServerState wanted(ServerId id, Server server, ServerConfig config, Overrides overrides) {
        AdminState admin = overrides.stateOf(id, config);
        return new ServerState(admin, health(server, config.check(), admin), overrides.weightOf(id, config));
    }

    private Health health(Server server, @Nullable CheckConfig check, AdminState admin) {
        ServerState before = server.state();
        if (check == null) {
            return Health.NO_CHECK;
        }
        if (before.health().condition() == Health.Condition.NO_CHECK) {
            // what takes requests already goes on until a check fails: to begin to check costs no request
            return live.containsKey(server) && before.admin() != AdminState.MAINT
                    ? Health.trusted(check.rise(), check.fall())
                    : HealthChecks.initial(check);
        }
        if (before.admin() == AdminState.MAINT && admin != AdminState.MAINT) {
            return HealthChecks.initial(check);
        }
        boolean same = before.health().rise() == check.rise() && before.health().fall() == check.fall();
        return same ? before.health() : before.health().with(check.rise(), check.fall());
    }

    /** The snapshot with these pools is the live one now. The checks of all other servers end. */
    public void live(List<Pool> next) {
        Map<String, Pool> byName = new HashMap<>();
        Map<Server, Pool> poolOf = new HashMap<>();
        Map<ServerId, Server> servers = new HashMap<>();
        for (Pool pool : next) {
            byName.put(pool.name(), pool);
            for (Server server : pool.servers()) {
                poolOf.put(server, pool);
                servers.put(new ServerId(pool.name(), server.name()), server);
            }
        }
        pools = byName;
        live = poolOf;
        byId = servers;
        tellOfThoseDown();
        checks.retain(live.keySet());
        configs.keySet().retainAll(live.keySet());
        failedInARow.keySet().retainAll(live.keySet());
        log.retain(next);
        next.forEach(log::look);
    }

    private void tellOfThoseDown() {
        downBeforeLive.forEach((server, cause) -> {
            Pool pool = live.get(server);
            if (pool != null) {
                log.down(pool, server, cause, failedInARow.getOrDefault(server, 1));
            }
        });
        downBeforeLive.clear();
    }

    /** The live server of that identity, or null. */
    @Nullable
    Server server(ServerId id) {
        return byId.get(id);
    }

    /** What the configuration says of a live server, without overrides of its state and weight; null if not live. */
    @Nullable
    ServerConfig config(ServerId id) {
        Server server = byId.get(id);
        return server == null ? null : configs.get(server);
    }

    /** The live pool of that name, or null. */
    @Nullable
    Pool pool(String name) {
        return pools.get(name);
    }

    /** The live pools, in no order. */
    Collection<Pool> pools() {
        return pools.values();
    }
}
