package io.waybill.control;

import io.waybill.config.ServerConfig;
import io.waybill.control.ChangeResult.Applied;
import io.waybill.control.ChangeResult.Refused;
import io.waybill.control.ChangeResult.Unknown;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers in and out at run time: what an operator wants becomes an override, which takes effect at once and is then kept
 * in the state file. Order of calls: {@link #start} when the first snapshot is live, then anything. Safe from any thread;
 * results are completed on any thread.
 */
public final class Servers {

    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final int MOST_NAMES = 20;
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final ControlThread control;
    private final ServerStates states;
    private final OverrideStore store;
    private final Recompiler recompiler;
    private final InstantSource clock;
    private final Expiry expiry;

    /** @param recompiler asked when a server comes or goes */
    public Servers(
            ControlThread control,
            ServerStates states,
            OverrideStore store,
            Recompiler recompiler,
            InstantSource clock) {
        this.control = control;
        this.states = states;
        this.store = store;
        this.recompiler = recompiler;
        this.clock = clock;
        this.expiry = new Expiry(control, clock, this::expire);
    }

    /** From now on overrides end when their time is over. */
    public void start() {
        control.run(this::scheduleExpiry);
    }

    /** All that hold now, the oldest first. */
    public List<ServerOverride> overrides() {
        return store.current().all();
    }

    /** Changes state or weight of a server. */
    public CompletableFuture<ChangeResult> change(ServerId server, ServerChange change, String by) {
        return onControl(() -> changeNow(server, change, ChangedBy.of(change, by, clock.instant())));
    }

    private CompletableFuture<ChangeResult> changeNow(ServerId id, ServerChange change, ChangedBy who) {
        ServerConfig base = states.config(id);
        if (base == null) {
            return done(unknown(id));
        }
        String fault = change.isEmpty() ? "found neither a state nor a weight, expected one of them" : change.fault();
        return fault == null ? adopt(id, store.current().with(id, base, change, who), who) : done(new Refused(fault));
    }

    /** Of states and weights: in effect at once. */
    private CompletableFuture<ChangeResult> adopt(ServerId id, Overrides next, ChangedBy who) {
        store.hold(next);
        states.settle(id, next, who);
        return save(id);
    }

    private CompletableFuture<ChangeResult> save(ServerId id) {
        scheduleExpiry();
        List<ServerOverride> hold = store.current().of(id);
        return store.save().thenApply(kept -> new Applied(hold, kept));
    }

    /** Adds a server, or moves one that was added; brings back one that was removed; changes one that is there. */
    public CompletableFuture<ChangeResult> put(ServerId server, String address, ServerChange change, String by) {
        return onControl(() -> putNow(server, address, change, ChangedBy.of(change, by, clock.instant())));
    }

    private CompletableFuture<ChangeResult> putNow(ServerId id, String address, ServerChange change, ChangedBy who) {
        if (states.pool(id.pool()) == null) {
            return done(unknown(id));
        }
        return carryOut(id, membership().put(id, address, states.config(id), change, who), who);
    }

    /** Removes a server, configured or added. What is in flight on it finishes. */
    public CompletableFuture<ChangeResult> remove(ServerId server, String reason, String by) {
        return onControl(() -> removeNow(server, new ChangedBy(by, clock.instant(), reason, null)));
    }

    private CompletableFuture<ChangeResult> removeNow(ServerId id, ChangedBy who) {
        ServerConfig live = states.config(id);
        return live == null ? done(unknown(id)) : carryOut(id, membership().remove(id, live, who), who);
    }

    private Membership membership() {
        return new Membership(store.current(), store.configured());
    }

    private CompletableFuture<ChangeResult> carryOut(ServerId id, Membership.Plan plan, ChangedBy who) {
        if (plan.refusal() != null) {
            return done(new Refused(plan.refusal()));
        }
        Overrides before = store.current();
        if (!Membership.differs(id, before, plan.next())) {
            return adopt(id, plan.next(), who);
        }
        store.hold(plan.next());
        return recompiler
                .recompile()
                .handleAsync((problems, bug) -> recompiled(id, before, problemsOf(problems, bug), who), control::run)
                .thenCompose(Function.identity());
    }

    private static List<String> problemsOf(List<String> problems, @Nullable Throwable bug) {
        if (bug != null) {
            LOG.error("bug: thread=waybill-control", bug);
            return List.of("there is a bug in Waybill, which the log shows: " + bug);
        }
        return problems;
    }

    private CompletableFuture<ChangeResult> recompiled(
            ServerId id, Overrides before, List<String> problems, ChangedBy who) {
        if (!problems.isEmpty()) {
            store.hold(store.current().withThoseOf(id, before));
            // Another change may have been saved meanwhile, and this one with it.
            store.save();
            return done(new Refused(String.join("; ", problems)));
        }
        tell(id, who);
        return save(id);
    }

    private void tell(ServerId id, ChangedBy who) {
        ServerConfig now = states.config(id);
        Pool pool = states.pool(id.pool());
        int left = pool == null ? 0 : pool.servers().size();
        String reason = Reasons.quoted(who.reason());
        if (now == null) {
            LOG.info(
                    "server removed: pool={} server={} by={} reason=\"{}\" servers={}",
                    id.pool(),
                    id.server(),
                    who.by(),
                    reason,
                    left);
        } else {
            LOG.info(
                    "server added: pool={} server={} address={} by={} reason=\"{}\" servers={}",
                    id.pool(),
                    id.server(),
                    now.address(),
                    who.by(),
                    reason,
                    left);
        }
    }

    private void scheduleExpiry() {
        expiry.at(store.current().nextEnd());
    }

    private void expire() {
        List<ServerOverride> ended = store.current().expired(clock.instant());
        if (!ended.isEmpty()) {
            ended.forEach(override -> LOG.info("override ended: {} reason=ttl", OverrideStore.words(override)));
            Overrides next = store.current().without(ended);
            store.hold(next);
            store.save();
            end(ended, next);
        }
        scheduleExpiry();
    }

    private void end(List<ServerOverride> ended, Overrides next) {
        ChangedBy who = new ChangedBy("ttl", clock.instant(), "", null);
        Set<ServerId> members = new HashSet<>();
        ended.stream()
                .filter(override -> override.aspect() == Aspect.MEMBER)
                .forEach(override -> members.add(override.server()));
        // One that leaves stays as it is until it has left: it must not get requests for a moment.
        ended.stream()
                .map(ServerOverride::server)
                .distinct()
                .filter(id -> !members.contains(id))
                .forEach(id -> states.settle(id, next, who));
        if (!members.isEmpty()) {
            membersEnded();
        }
    }

    private void membersEnded() {
        recompiler.recompile().whenComplete((problems, bug) -> {
            List<String> against = problemsOf(problems, bug);
            if (!against.isEmpty()) {
                LOG.warn(
                        "servers not changed: by=ttl reason=\"{}\" again-in-s={}",
                        Reasons.quoted(against.get(0)),
                        AGAIN.toSeconds());
                var unused = control.schedule(AGAIN, this::membersEnded);
            }
        });
    }

    private ChangeResult unknown(ServerId id) {
        Pool pool = states.pool(id.pool());
        return new Unknown(
                pool == null
                        ? "there is no pool " + id.pool() + "; there are "
                                + names(states.pools().stream().map(Pool::name).sorted())
                        : "pool " + id.pool() + " has no server " + id.server() + "; it has "
                                + names(pool.servers().stream().map(Server::name)));
    }

    private static String names(Stream<String> names) {
        List<String> all = names.toList();
        String shown = String.join(", ", all.subList(0, Math.min(all.size(), MOST_NAMES)));
        return all.size() > MOST_NAMES
                ? shown + " and " + (all.size() - MOST_NAMES) + " more"
                : all.isEmpty() ? "none" : shown;
    }

    private CompletableFuture<ChangeResult> onControl(Callable<CompletableFuture<ChangeResult>> change) {
        return control.call(change).thenCompose(Function.identity());
    }

    private static CompletableFuture<ChangeResult> done(ChangeResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
