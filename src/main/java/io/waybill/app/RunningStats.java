package io.waybill.app;

import io.waybill.accesslog.AccessLog;
import io.waybill.admin.AccessLogFacts;
import io.waybill.admin.ConfigFacts;
import io.waybill.admin.LifePhase;
import io.waybill.admin.ListenerFacts;
import io.waybill.admin.ProcessFacts;
import io.waybill.admin.RuntimeFacts;
import io.waybill.admin.StatsSource;
import io.waybill.cli.VersionCommand;
import io.waybill.config.LoadResult;
import io.waybill.control.ServerOverride;
import io.waybill.exchange.Failure;
import io.waybill.health.CheckView;
import io.waybill.health.Probe;
import io.waybill.metrics.CheckFigures;
import io.waybill.metrics.Source;
import io.waybill.metrics.WaybillMetrics;
import io.waybill.net.Loops;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.route.LiveSnapshot;
import io.waybill.stats.TrafficStats;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the admin listener tells of a running proxy. Keeps the copies of counters that windows are made of up to date, on
 * a thread of its own, until {@link #close}. Safe from any thread.
 */
final class RunningStats implements StatsSource, AutoCloseable {

    private final ProcessFacts process;
    private final RuntimeFacts runtime;
    private final ConfigFacts config;
    private final LiveSnapshot snapshots;
    private final @Nullable AccessLog accessLog;
    private final List<BoundListener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService sampler;
    private final int loops;
    private volatile LifePhase phase = LifePhase.STARTING;
    private final WaybillMetrics metrics;

    RunningStats(
            LoadResult.Loaded loaded,
            Path directory,
            List<String> arguments,
            LiveSnapshot snapshots,
            Loops loops,
            @Nullable AccessLog accessLog) {
        this.process = ProcessFacts.ofThisProcess(
                directory, VersionCommand.version(), loaded.config().node(), arguments);
        this.runtime = new RuntimeFacts(loops.transport(), loops.count());
        this.config = new ConfigFacts(
                loaded.file(), loaded.sha256(), 1, Instant.now(), Instant.now(), null, List.of(), List.of());
        this.snapshots = snapshots;
        this.loops = loops.count();
        this.accessLog = accessLog;
        this.sampler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "waybill-sampler");
            thread.setDaemon(true);
            return thread;
        });
        this.metrics = new WaybillMetrics(new WaybillMetrics.Inputs(
                this::sources,
                Arrays.stream(Failure.values()).map(Failure::word).toList(),
                () -> accessLog().written(),
                () -> accessLog().dropped()));
        long interval = TrafficStats.SAMPLE_INTERVAL_NANOS;
        var unused = sampler.scheduleAtFixedRate(this::sample, interval, interval, TimeUnit.NANOSECONDS);
    }

    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (ListenerFacts listener : listeners()) {
            sources.add(Source.listener(listener.name(), listener.traffic()::view, listener.connections()::view));
        }
        for (Pool pool : pools()) {
            sources.add(Source.pool(pool));
            for (Server server : pool.servers()) {
                sources.add(Source.server(pool.name(), server, () -> checkFigures(server)));
            }
        }
        return sources;
    }

    private @Nullable CheckFigures checkFigures(Server server) {
        CheckView checks = checks(server);
        Probe last = checks == null ? null : checks.last();
        return checks == null || last == null
                ? null
                : new CheckFigures(last.code().isPassed(), last.durationNanos(), checks.failed(), checks.flapping());
    }

    private void sample() {
        long now = System.nanoTime();
        listeners.forEach(listener -> listener.traffic().sample(now));
        for (Pool pool : pools()) {
            pool.traffic().sample(now);
            for (Server server : pool.servers()) {
                server.traffic().sample(now);
            }
        }
    }

    /** A listener is about to be bound. */
    BoundListener add(String name, String address) {
        BoundListener listener = new BoundListener(name, address, loops);
        listeners.add(listener);
        return listener;
    }

    void phase(LifePhase newPhase) {
        phase = newPhase;
        if (newPhase == LifePhase.DRAINING) {
            listeners.forEach(listener -> listener.state("draining"));
        }
    }

    /** For the log: where the proxy listens and on what. */
    String summary() {
        return "listeners="
                + listeners().stream()
                        .map(listener -> listener.name() + "@" + listener.address() + "/" + listener.state())
                        .toList()
                + " pools=" + pools().size() + " loops=" + loops + " transport=" + runtime.transport();
    }

    /** Exchanges of all listeners that have ended since the start. */
    long exchangesFinished() {
        return listeners.stream()
                .map(listener -> listener.traffic().view())
                .mapToLong(view -> view.requests() - view.inFlight())
                .sum();
    }

    long exchangesInFlight() {
        return listeners.stream()
                .mapToLong(listener -> listener.traffic().view().inFlight())
                .sum();
    }

    @Override
    public ProcessFacts process() {
        return process;
    }

    @Override
    public RuntimeFacts runtime() {
        return runtime;
    }

    @Override
    public ConfigFacts config() {
        return config;
    }

    @Override
    public AccessLogFacts accessLog() {
        return accessLog == null
                ? new AccessLogFacts(0, 0)
                : new AccessLogFacts(accessLog.written(), accessLog.dropped());
    }

    @Override
    public LifePhase phase() {
        return phase;
    }

    @Override
    public List<ListenerFacts> listeners() {
        return listeners.stream().map(BoundListener::facts).toList();
    }

    @Override
    public List<Pool> pools() {
        return snapshots.current().pools();
    }

    @Override
    public @Nullable CheckView checks(Server server) {
        return null;
    }

    @Override
    public List<ServerOverride> overrides() {
        return List.of();
    }

    @Override
    public String metrics() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
        metrics.close();
    }
}
