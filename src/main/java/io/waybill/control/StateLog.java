package io.waybill.control;

import io.waybill.health.Probe;
import io.waybill.pool.Health;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about servers and pools that come and go. Confined to the control thread. */
final class StateLog {

    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);

    private final LineBudget budget;
    private final Map<String, Standing> standings = new HashMap<>();

    StateLog(LineBudget budget) {
        this.budget = budget;
    }

    /** How a pool stood when it was last looked at. */
    private record Standing(boolean hasServers, boolean panic) {
        static final Standing GOOD = new Standing(true, false);
    }

    /** @param failed checks failed in a row */
    void health(Pool pool, Server server, Health before, Probe cause, int failed) {
        Health now = server.state().health();
        if (before.condition() == now.condition()) {
            return;
        }
        switch (now.condition()) {
            case DOWN -> down(pool, server, cause, failed);
            case UP -> up(pool, server, cause);
            case DRAINED -> drained(pool, server, cause);
            case NO_CHECK, UNSEEN -> {}
        }
    }

    void down(Pool pool, Server server, Probe cause, int failed) {
        if (budget.allows("server down")) {
            LOG.warn(
                    "server down: pool={} server={} reason={} failed-checks={} servers-up={}",
                    pool.name(),
                    server.name(),
                    Reasons.of(cause),
                    failed,
                    up(pool));
        }
    }

    private void up(Pool pool, Server server, Probe cause) {
        if (budget.allows("server up")) {
            LOG.info(
                    "server up: pool={} server={} reason={} servers-up={}",
                    pool.name(),
                    server.name(),
                    Reasons.of(cause),
                    up(pool));
        }
    }

    private void drained(Pool pool, Server server, Probe cause) {
        if (budget.allows("server drained by check")) {
            LOG.info(
                    "server drained by check: pool={} server={} reason={} servers-up={}",
                    pool.name(),
                    server.name(),
                    Reasons.of(cause),
                    up(pool));
        }
    }

    /** What the operator or the configuration wants of the server is another thing than before. */
    void wanted(Pool pool, Server server, ServerState before, ChangedBy who) {
        ServerState now = server.state();
        if (before.admin() != now.admin() && budget.allows("server state changed")) {
            LOG.info(
                    "server state changed: pool={} server={} state={} by={} reason=\"{}\" servers-up={}",
                    pool.name(),
                    server.name(),
                    ServerOverride.word(now.admin()),
                    who.by(),
                    Reasons.quoted(who.reason()),
                    up(pool));
        }
        if (before.weight() != now.weight() && budget.allows("server weight changed")) {
            LOG.info(
                    "server weight changed: pool={} server={} weight={} by={} reason=\"{}\" servers-up={}",
                    pool.name(),
                    server.name(),
                    now.weight(),
                    who.by(),
                    Reasons.quoted(who.reason()),
                    up(pool));
        }
    }

    /** Looks how the pool stands, and tells if that is another thing than before. */
    void look(Pool pool) {
        Standing now = new Standing(pool.usableServers() > 0, pool.isInPanic());
        Standing before = standings.put(pool.name(), now);
        before = before == null ? Standing.GOOD : before;
        if (before.panic() != now.panic()) {
            panic(pool, now.panic());
        }
        if (before.hasServers() && !now.hasServers() && budget.allows("pool without servers")) {
            LOG.error("pool without servers: pool={} servers-up={}", pool.name(), up(pool));
        }
    }

    private void panic(Pool pool, boolean begins) {
        if (begins && budget.allows("pool in panic")) {
            LOG.warn(
                    "pool in panic: pool={} servers-up={} panic-below={}%",
                    pool.name(), up(pool), pool.settings().panicBelowPercent());
        } else if (!begins && budget.allows("pool out of panic")) {
            LOG.info("pool out of panic: pool={} servers-up={}", pool.name(), up(pool));
        }
    }

    /** Forgets all other pools. */
    void retain(List<Pool> live) {
        standings.keySet().retainAll(live.stream().map(Pool::name).toList());
    }

    private static String up(Pool pool) {
        long up = pool.servers().stream().filter(Server::isUsable).count();
        return up + "/" + pool.servers().size();
    }
}
