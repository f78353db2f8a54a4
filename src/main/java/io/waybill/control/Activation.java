package io.waybill.control;

import io.waybill.config.CheckConfig;
import io.waybill.config.DnsConfig;
import io.waybill.config.LoadResult;
import io.waybill.config.WaybillConfig;
import io.waybill.health.HealthChecks;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.LiveSnapshot;
import io.waybill.route.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a configuration that was read the one that serves: entirely, or not at all. Everything that can fail comes first:
 * names, then sockets; servers are looked at before they are given requests. Then one snapshot takes the place of another,
 * on the control thread; then what is gone is put away. Confined to the reload thread, which may wait.
 */
public final class Activation {

    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private final Parts parts;
    private final Names names;
    private final SnapshotCompiler compiler;
    private final RunningChecks checks;

    /**
     * What a change of the configuration touches.
     *
     * @param control where snapshots and states are changed
     * @param registry of the snapshots
     * @param live which snapshot serves
     * @param listeners those that are open
     * @param servers what operators changed at run time
     * @param checks of the servers
     * @param dataPlane the loops
     */
    public record Parts(
            ControlThread control,
            ServerRegistry registry,
            LiveSnapshot live,
            ListenerSet listeners,
            RuntimeServers servers,
            HealthChecks checks,
            DataPlanePort dataPlane) {}

    Activation(Parts parts, Names names) {
        this.parts = parts;
        this.names = names;
        this.compiler = new SnapshotCompiler(parts.registry());
        this.checks = new RunningChecks(parts.checks());
    }

    /** A snapshot that nobody sees yet, and what it was made of. */
    private record Candidate(WaybillConfig config, ResolvedConfig resolved, Snapshot snapshot) {}

    /** Whether a name that nobody knows is a problem. */
    enum Strictness {
        /** It is: an operator waits for an answer, and what serves can go on. */
        NAMES_MUST_RESOLVE,
        /** It is not: its server takes part as soon as its name resolves. */
        NAMES_MAY_BE_UNKNOWN
    }

    /** @return why nothing has changed, as lines for the operator; empty if it serves now */
    List<String> activate(LoadResult.Loaded loaded, Strictness strictness) {
        WaybillConfig config = loaded.config();
        DnsConfig dnsBefore = names.config();
        names.use(config.dns());
        Map<String, ServerId> used = onControl(
                () -> ResolvedConfig.names(parts.servers().effective(config.pools())));
        List<String> problems = learn(loaded, used);
        if (!problems.isEmpty() && strictness == Strictness.NAMES_MUST_RESOLVE) {
            forgetNames(dnsBefore);
            return problems;
        }
        Candidate candidate = onControl(() -> compile(config));
        Map<Server, CheckConfig> wanted = RunningChecks.wanted(candidate.resolved.pools(), candidate.snapshot.pools());
        Set<Server> looked = checks.look(wanted);
        ListenerSet.Change change = parts.listeners().prepare(config);
        if (!change.problems().isEmpty()) {
            change.undo();
            checks.stop(looked);
            onControl(() -> parts.registry().retain(parts.live().current().pools()));
            forgetNames(dnsBefore);
            return change.problems();
        }
        List<Server> gone = onControl(() -> swap(candidate));
        change.commit();
        checks.follow(wanted);
        gone.forEach(parts.dataPlane()::forget);
        names.retain(used.keySet());
        return List.of();
    }

    /** What a reload would find wrong with the names of this configuration; nothing changes. */
    List<String> problemsOfNames(LoadResult.Loaded loaded) {
        List<String> problems =
                learn(loaded, ResolvedConfig.names(loaded.config().pools()));
        forgetNames(names.config());
        return problems;
    }

    private List<String> learn(LoadResult.Loaded loaded, Map<String, ServerId> wanted) {
        List<String> problems = new ArrayList<>();
        names.learn(wanted.keySet()).forEach((name, reason) -> {
            ServerId server = wanted.get(name);
            problems.add(loaded.file() + ": pools." + (server == null ? "" : server.pool()) + ".servers: the name " + name
                    + " does not resolve (" + reason + "); mend the name or the name service, or write an address");
        });
        return problems;
    }

    private void forgetNames(DnsConfig dnsBefore) {
        Set<String> used = new HashSet<>();
        for (Pool pool : parts.live().current().pools()) {
            pool.servers().forEach(server -> used.add(server.address().getHostString()));
        }
        names.retain(used);
        names.use(dnsBefore);
    }

    private Candidate compile(WaybillConfig config) {
        ResolvedConfig resolved = ResolvedConfig.of(parts.servers().effective(config.pools()), names::addresses)
                .without(parts.servers()::isRemoved);
        Snapshot before = parts.live().current();
        Snapshot snapshot = compiler.compile(config, resolved, before.version() + 1);
        Set<Server> serving = new HashSet<>();
        before.pools().forEach(pool -> serving.addAll(pool.servers()));
        parts.servers().begin(resolved, snapshot.pools(), serving);
        return new Candidate(config, resolved, snapshot);
    }

    private List<Server> swap(Candidate candidate) {
        warnOfNames(candidate.snapshot);
        parts.servers().settle(candidate.config, candidate.resolved, candidate.snapshot.pools());
        parts.live().swap(candidate.snapshot);
        return parts.registry().retain(candidate.snapshot.pools());
    }

    private void warnOfNames(Snapshot next) {
        Set<Server> before = new HashSet<>();
        parts.live().current().pools().forEach(pool -> before.addAll(pool.servers()));
        for (Pool pool : next.pools()) {
            for (Server server : pool.servers()) {
                if (server.address().isUnresolved() && !before.contains(server)) {
                    LOG.warn(
                            "server not usable: pool={} server={} reason=name-not-resolved name={}",
                            pool.name(),
                            server.name(),
                            server.address().getHostString());
                }
            }
        }
    }

    private <T> T onControl(Callable<T> task) {
        try {
            return parts.control().call(task).join();
        } catch (CompletionException bug) {
            throw new IllegalStateException("the control thread failed", bug.getCause());
        }
    }
}
