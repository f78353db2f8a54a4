package io.waybill.control;

import io.waybill.config.CheckConfig;
import io.waybill.config.DnsConfig;
import io.waybill.config.InitialState;
import io.waybill.config.LoadResult;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.route.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a configuration that was read the one that serves: entirely, or not at all. Everything that can fail comes first:
 * names, TLS, then sockets; servers are looked at before they are given requests. Then one snapshot takes the place of another,
 * on the control thread; then what is gone is put away. Confined to the reload thread, which may wait.
 */
final class Activation {

    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private final ReloadParts parts;
    private final Names names;
    private final SnapshotCompiler compiler;
    private final LinkTls links;

    Activation(ReloadParts parts, Names names) {
        this.parts = parts;
        this.names = names;
        this.compiler = new SnapshotCompiler(parts.registry());
        this.links = new LinkTls(parts.upstreamTls());
    }

    /**
     * A snapshot that nobody sees yet.
     *
     * @param config what it was made of
     * @param resolved the pools of that, as the snapshot has them
     * @param renamed live servers that have other names there
     * @param looks at the servers that are new: the first check of each
     */
    private record Candidate(
            WaybillConfig config,
            ResolvedConfig resolved,
            Map<ServerId, ServerId> renamed,
            Snapshot snapshot,
            List<CompletableFuture<Void>> looks) {}

    /** What a name that nobody knows means. */
    enum NewNames {
        /** A problem: what serves can go on, and somebody waits for an answer. */
        MUST_RESOLVE,
        /** A server that takes part as soon as its name resolves. */
        MAY_FAIL
    }

    /** @return why nothing has changed, as lines for the operator; empty if it serves now */
    List<String> activate(LoadResult.Loaded loaded, NewNames newNames) {
        WaybillConfig config = loaded.config();
        DnsConfig dnsBefore = names.config();
        names.use(config.dns());
        // Which servers there are is decided once: one that comes while names are looked up has a change of its own to
        // come.
        Overrides members = onControl(() -> parts.overrides().under(config.pools()));
        List<PoolConfig> pools = effective(config, members);
        Map<String, ServerId> used = ResolvedConfig.names(pools);
        List<String> problems = learn(loaded, used);
        if (newNames == NewNames.MAY_FAIL) {
            problems.clear();
        }
        problems.addAll(links.prepare(loaded, pools));
        if (!problems.isEmpty()) {
            giveUp(dnsBefore);
            return problems;
        }
        Candidate candidate = onControl(() -> compile(config, members));
        FirstLooks.await(candidate.looks, checks(candidate.resolved));
        ListenerSet.Change change = parts.listeners().prepare(config);
        if (!change.problems().isEmpty()) {
            change.undo();
            onControl(this::undo);
            giveUp(dnsBefore);
            return change.problems();
        }
        List<Server> gone = onControl(() -> swap(candidate));
        change.commit();
        gone.forEach(parts.dataPlane()::forget);
        names.retain(used.keySet());
        links.live(pools);
        return List.of();
    }

    private void giveUp(DnsConfig dnsBefore) {
        forgetNames(dnsBefore);
        links.undo();
    }

    /** What a reload would find wrong with the names and the TLS of this configuration; nothing changes. */
    List<String> problems(LoadResult.Loaded loaded) {
        List<PoolConfig> pools = loaded.config().pools();
        List<String> problems = learn(loaded, ResolvedConfig.names(pools));
        problems.addAll(links.prepare(loaded, pools));
        ListenerSet.problemsOfTls(loaded.config()).forEach(problem -> problems.add(loaded.file() + ": " + problem));
        giveUp(names.config());
        return problems;
    }

    private List<String> learn(LoadResult.Loaded loaded, Map<String, ServerId> wanted) {
        List<String> problems = new ArrayList<>();
        names.learn(wanted.keySet())
                .forEach((name, reason) -> problems.add(loaded.file() + ": server " + wanted.get(name) + ": the name "
                        + name + " does not resolve (" + reason
                        + "); mend the name or the name service, or write an address"));
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

    private static List<PoolConfig> effective(WaybillConfig config, Overrides members) {
        return config.pools().stream().map(members::apply).toList();
    }

    private static List<CheckConfig> checks(ResolvedConfig resolved) {
        List<CheckConfig> checks = new ArrayList<>();
        for (PoolConfig pool : resolved.pools()) {
            for (ServerConfig server : pool.servers()) {
                CheckConfig check = server.check();
                if (check != null && check.initialState() == InitialState.CHECK) {
                    checks.add(check);
                }
            }
        }
        return checks;
    }

    private Candidate compile(WaybillConfig config, Overrides members) {
        ResolvedConfig resolved =
                ResolvedConfig.of(effective(config, members), names::addresses).without(members::isRemoved);
        Map<ServerId, ServerId> renamed =
                resolved.renamed(parts.live().current().pools());
        Overrides overrides = parts.overrides().under(config.pools()).renamed(renamed);
        Snapshot snapshot =
                compiler.compile(config, resolved, parts.live().current().version() + 1);
        List<CompletableFuture<Void>> looks = new ArrayList<>();
        for (int i = 0; i < snapshot.pools().size(); i++) {
            PoolConfig pool = resolved.pools().get(i);
            for (int j = 0; j < pool.servers().size(); j++) {
                Server server = snapshot.pools().get(i).servers().get(j);
                looks.add(parts.states()
                        .admit(snapshot.pools().get(i), server, pool.servers().get(j), overrides));
            }
        }
        return new Candidate(config, resolved, renamed, snapshot, looks);
    }

    private List<Server> swap(Candidate candidate) {
        List<Pool> next = candidate.snapshot.pools();
        warnOfNames(next);
        parts.overrides().rename(candidate.renamed);
        Overrides overrides = parts.overrides().reconcile(candidate.config.pools());
        parts.states().settle(next, candidate.resolved.pools(), overrides);
        parts.live().swap(candidate.snapshot);
        parts.states().live(next);
        return parts.registry().retain(next);
    }

    private List<Server> undo() {
        List<Pool> serving = parts.live().current().pools();
        parts.states().live(serving);
        return parts.registry().retain(serving);
    }

    private void warnOfNames(List<Pool> next) {
        Set<Server> before = new HashSet<>();
        parts.live().current().pools().forEach(pool -> before.addAll(pool.servers()));
        for (Pool pool : next) {
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
