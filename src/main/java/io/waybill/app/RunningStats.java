package io.waybill.app;

import io.waybill.accesslog.AccessLog;
import io.waybill.admin.AccessLogFacts;
import io.waybill.admin.ConfigFacts;
import io.waybill.admin.LifePhase;
import io.waybill.admin.ListenerFacts;
import io.waybill.admin.ProcessFacts;
import io.waybill.admin.RuntimeFacts;
import io.waybill.admin.StatsSource;
import io.waybill.admin.TlsFacts;
import io.waybill.config.AdminToken;
import io.waybill.config.CertificateFacts;
import io.waybill.config.ServedCertificate;
import io.waybill.config.TlsConfig;
import io.waybill.control.ConfigStatus;
import io.waybill.control.ListenerSet;
import io.waybill.control.OpenListener;
import io.waybill.control.OverrideStore;
import io.waybill.control.ServerOverride;
import io.waybill.exchange.Failure;
import io.waybill.health.CheckView;
import io.waybill.health.Probe;
import io.waybill.metrics.CertificateEnd;
import io.waybill.metrics.CheckFigures;
import io.waybill.metrics.Source;
import io.waybill.metrics.WaybillMetrics;
import io.waybill.net.Loops;
import io.waybill.net.TlsProvider;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.route.LiveSnapshot;
import io.waybill.stats.TrafficStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the admin listener tells of a running proxy. Keeps the copies of counters that windows are made of up to date, on
 * a thread of its own, until {@link #close}. Safe from any thread.
 */
final class RunningStats implements StatsSource, AutoCloseable {

    private final ProcessFacts process;
    private final RuntimeFacts runtime;
    private final Inputs inputs;
    private final Supplier<ConfigStatus> status;
    private final ScheduledExecutorService sampler;
    private volatile LifePhase phase = LifePhase.STARTING;
    private final WaybillMetrics metrics;

    /**
     * What is shown.
     *
     * @param loops of the data plane
     * @param snapshots of which the one that serves counts
     * @param accessLog null if there is none
     * @param listeners those that are open
     * @param checks of the servers
     * @param overrides what operators changed at run time
     */
    record Inputs(
            Loops loops,
            LiveSnapshot snapshots,
            @Nullable AccessLog accessLog,
            ListenerSet listeners,
            CheckPlane checks,
            OverrideStore overrides) {}

    /**
     * @param process that is told of
     * @param status of the configuration
     */
    RunningStats(ProcessFacts process, Inputs inputs, Supplier<ConfigStatus> status) {
        this.process = process;
        this.inputs = inputs;
        this.status = status;
        this.runtime =
                new RuntimeFacts(inputs.loops().transport(), inputs.loops().count());
        this.sampler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "waybill-sampler");
            thread.setDaemon(true);
            return thread;
        });
        this.metrics = new WaybillMetrics(new WaybillMetrics.Inputs(
                this::sources,
                this::certificates,
                Arrays.stream(Failure.values()).map(Failure::word).toList(),
                () -> accessLog().written(),
                () -> accessLog().dropped()));
        long interval = TrafficStats.SAMPLE_INTERVAL_NANOS;
        var unused = sampler.scheduleAtFixedRate(this::sample, interval, interval, TimeUnit.NANOSECONDS);
    }

    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (ListenerFacts listener : listeners()) {
            sources.add(Source.listener(
                    listener.name(),
                    listener.traffic()::view,
                    listener.connections()::view,
                    listener.protocols()::view));
        }
        for (Pool pool : pools()) {
            sources.add(Source.pool(pool));
            for (Server server : pool.servers()) {
                sources.add(Source.server(pool.name(), server, () -> checkFigures(server)));
            }
        }
        return sources;
    }

    private List<CertificateEnd> certificates() {
        Map<List<String>, CertificateEnd> ends = new LinkedHashMap<>();
        long now = System.currentTimeMillis();
        for (ServedCertificate served :
                ServedCertificate.of(status.get().loaded().config())) {
            CertificateFacts facts = served.facts();
            String file = facts.file().toString();
            double days = (double) (facts.notAfter().toEpochMilli() - now) / TimeUnit.DAYS.toMillis(1);
            ends.putIfAbsent(
                    List.of(served.listener(), served.pool(), file),
                    new CertificateEnd(served.listener(), served.pool(), file, days));
        }
        return List.copyOf(ends.values());
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
        open().forEach(listener -> listener.traffic().sample(now));
        for (Pool pool : pools()) {
            pool.traffic().sample(now);
            for (Server server : pool.servers()) {
                server.traffic().sample(now);
            }
        }
    }

    /** Listeners that are open, then those that still have connections; each name once, as both go on with one count. */
    private List<OpenListener> open() {
        List<OpenListener> all = new ArrayList<>(inputs.listeners().current());
        for (OpenListener leaving : inputs.listeners().leaving()) {
            if (all.stream().noneMatch(listener -> listener.name().equals(leaving.name()))) {
                all.add(leaving);
            }
        }
        return all;
    }

    void phase(LifePhase newPhase) {
        phase = newPhase;
    }

    /** For the log: where the proxy listens and on what. */
    String summary() {
        return "listeners="
                + listeners().stream()
                        .map(listener -> listener.name() + "@" + listener.address() + "/" + listener.state())
                        .toList()
                + " pools=" + pools().size() + " loops=" + inputs.loops().count() + " transport=" + runtime.transport();
    }

    /** Exchanges of all listeners that have ended since the start. */
    long exchangesFinished() {
        return open().stream()
                .map(listener -> listener.traffic().view())
                .mapToLong(view -> view.requests() - view.inFlight())
                .sum();
    }

    long exchangesInFlight() {
        return open().stream()
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
        ConfigStatus now = status.get();
        return new ConfigFacts(
                now.loaded().file(),
                now.loaded().sha256(),
                now.version(),
                now.loadedAt(),
                now.lastAttempt(),
                now.lastError(),
                now.notices(),
                now.loaded().config().admin().tokens().stream()
                        .map(AdminToken::name)
                        .toList());
    }

    @Override
    public AccessLogFacts accessLog() {
        AccessLog accessLog = inputs.accessLog();
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
        List<OpenListener> current = inputs.listeners().current();
        return open().stream()
                .map(listener -> new ListenerFacts(
                        listener.name(),
                        listener.address(),
                        state(current.contains(listener)),
                        listener.traffic(),
                        listener.connections(),
                        listener.protocols(),
                        tls(listener.config().tls())))
                .toList();
    }

    private static @Nullable TlsFacts tls(@Nullable TlsConfig tls) {
        return tls == null ? null : new TlsFacts(TlsProvider.best().word(), tls);
    }

    private String state(boolean isCurrent) {
        return isCurrent && phase != LifePhase.DRAINING ? "open" : "draining";
    }

    @Override
    public List<Pool> pools() {
        return inputs.snapshots().current().pools();
    }

    @Override
    public @Nullable CheckView checks(Server server) {
        return inputs.checks().view(server);
    }

    @Override
    public List<ServerOverride> overrides() {
        return inputs.overrides().current().all();
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
