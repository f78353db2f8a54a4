package io.waybill.health;

import io.netty.util.concurrent.ScheduledFuture;
import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.HttpCheckConfig;
import io.waybill.config.InitialState;
import io.waybill.config.LinkConfig;
import io.waybill.pool.Health;
import io.waybill.pool.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checks of one server: one at a time, and how long until the next. Order of calls: {@link #begin}; {@link #use},
 * {@link #pause} and {@link #resume} as often as needed; {@link #stop}. Confined to one event loop, but for {@link #first}
 * and {@link #view}.
 */
final class ServerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

    /** Where it stands. */
    private enum Phase {
        /** {@link #timer} brings the next check. */
        WAITING,
        /** {@link FirstProbes} brings the next check. */
        QUEUED,
        /** A check is under way; {@link #timer} ends it. */
        PROBING,
        /** No checks until {@link #resume}. */
        PAUSED,
        /** Terminal. */
        STOPPED
    }

    private final CheckLoop on;
    private final Server server;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final ProbeRing probes = new ProbeRing();

    private CheckConfig how;
    private LinkConfig link;
    private Health health;
    private Phase phase = Phase.PAUSED;
    private boolean queued;
    private boolean together;
    private @Nullable Shadow shadow;
    private @Nullable HttpTarget http;
    private @Nullable RunningProbe running;
    private @Nullable ScheduledFuture<?> timer;
    private Instant began = Instant.EPOCH;
    private long beganNanos;

    /** @param link how requests are sent to it */
    ServerCheck(CheckLoop on, Server server, CheckConfig how, LinkConfig link) {
        this.on = on;
        this.server = server;
        this.how = how;
        this.link = link;
        this.health = HealthChecks.initial(how);
    }

    /** Done when the first check is over, or when there will be none for now. From any thread. */
    CompletableFuture<Void> first() {
        return first;
    }

    /** From any thread. */
    CheckView view() {
        return probes.view();
    }

    // ---- what the control plane wants

    void begin() {
        if (server.address().isUnresolved()) {
            first.complete(null);
            return;
        }
        if (how.initialState() == InitialState.CHECK) {
            probeSoon();
        } else {
            waitUntil(System.nanoTime() + on.part(how.timing().interval()));
        }
    }

    /** Goes on under other rules, keeping what is known. */
    void use(CheckConfig newHow, LinkConfig newLink) {
        if ((newHow.equals(how) && newLink.equals(link)) || phase == Phase.STOPPED) {
            return;
        }
        how = newHow;
        link = newLink;
        become(
                health.with(newHow.rise(), newHow.fall()),
                new Probe(Instant.now(), CheckCode.INI, 0, 0, "other thresholds"));
        shadow = null;
        if (phase != Phase.PAUSED) {
            interrupt();
            probeSoon();
        }
    }

    /**
     * What is asked under the rules of now. Not made before it is needed: of two thousand servers at a start, the last would
     * hold up the answers of the first.
     */
    private Shadow aim() {
        Shadow aimedAt = on.shadows().of(server, how, link);
        Question question = question(aimedAt.server().hostField());
        shadow = aimedAt;
        http = question == null ? null : new HttpTarget(aimedAt, question);
        return aimedAt;
    }

    /** Null if a connection is all that is asked for. */
    private @Nullable Question question(byte[] hostField) {
        String service = how.grpc();
        if (service != null) {
            return new GrpcQuestion(service, how.timing().timeout(), hostField, on.idHeader());
        }
        HttpCheckConfig asks = how.http();
        return asks == null
                ? null
                : new HttpQuestion(new CheckRequest(asks, hostField, on.idHeader()), new Expectation(asks));
    }

    void pause() {
        if (phase == Phase.STOPPED) {
            return;
        }
        interrupt();
        on.shadows().closeIdle(server);
        phase = Phase.PAUSED;
        first.complete(null);
    }

    /** What was found before the pause does not count: the server is looked at again before it is trusted. */
    void resume() {
        if (phase == Phase.PAUSED && !server.address().isUnresolved()) {
            health = HealthChecks.initial(how);
            probeSoon();
        }
    }

    void stop() {
        interrupt();
        on.shadows().forget(server);
        phase = Phase.STOPPED;
        first.complete(null);
    }

    /** Ends the check under way, and the wait for the next. */
    private void interrupt() {
        ScheduledFuture<?> waiting = timer;
        timer = null;
        if (waiting != null) {
            waiting.cancel(false);
        }
        RunningProbe interrupted = running;
        running = null;
        if (interrupted != null) {
            interrupted.cancel();
        }
    }

    // ---- one check after the other

    private void probeSoon() {
        phase = Phase.QUEUED;
        if (!queued) {
            queued = true;
            on.firstProbes().add(this);
        }
    }

    /** Its place in the queue has come; it may have been paused and resumed meanwhile. */
    void firstTurn() {
        queued = false;
        if (phase == Phase.QUEUED) {
            together = true;
            turn();
        }
    }

    private void waitUntil(long dueNanos) {
        phase = Phase.WAITING;
        timer = on.around(dueNanos, this::turn);
    }

    /** The time has come: for the next check, or for the one under way to be over. */
    void turn() {
        try {
            switch (phase) {
                case WAITING, QUEUED -> probe();
                case PROBING -> timeOut();
                case PAUSED, STOPPED -> {}
            }
        } catch (RuntimeException bug) {
            LOG.error("bug: check-of={}", server, bug);
            interrupt();
            waitUntil(System.nanoTime() + how.timing().interval().toNanos());
        }
    }

    private void probe() {
        Shadow asked = shadow == null ? aim() : shadow;
        HttpTarget target = http;
        boolean down = health.condition() == Health.Condition.DOWN;
        RunningProbe next = target == null
                ? new ConnectProbe(on.connector(), asked, this::onVerdict)
                : new HttpProbe(on, target, down, this::onVerdict);
        phase = Phase.PROBING;
        running = next;
        began = Instant.now();
        beganNanos = System.nanoTime();
        timer = on.at(beganNanos + how.timing().timeout().toNanos(), this::turn);
        next.begin();
    }

    private void timeOut() {
        RunningProbe late = running;
        if (late != null) {
            onVerdict(late.timeOut());
        }
    }

    private void onVerdict(Verdict verdict) {
        running = null;
        interrupt();
        long took = System.nanoTime() - beganNanos;
        Probe probe = new Probe(began, verdict.code(), verdict.status(), took, verdict.text());
        Health after = after(verdict.code());
        probes.add(probe, health.points() > 0);
        // The next check is certain before others hear of this one.
        boolean stable = after.condition() == Health.Condition.DOWN && after.points() == 0;
        Duration interval = interval(how.timing(), after.isChanging(), stable);
        waitUntil(beganNanos + (together ? on.spread(interval, took) : on.jittered(interval)));
        together = false;
        become(after, probe);
        first.complete(null);
    }

    /** A check that could not be made says nothing of the server. */
    private Health after(CheckCode code) {
        return switch (code) {
            case INI, SOCKERR -> health;
            case L7OKC -> health.afterDrainAnswer();
            case L4OK, L6OK, L7OK -> health.after(true);
            case L4TOUT, L4CON, L6TOUT, L6RSP, L7TOUT, L7RSP, L7STS -> health.after(false);
        };
    }

    private static Duration interval(CheckTiming timing, boolean changing, boolean down) {
        return changing ? timing.fastInterval() : down ? timing.downInterval() : timing.interval();
    }

    private void become(Health after, Probe cause) {
        if (!after.equals(health)) {
            health = after;
            try {
                on.listener().onHealth(server, after, cause);
            } catch (RuntimeException bug) {
                LOG.error("bug: health-of={}", server, bug);
            }
        }
    }
}
