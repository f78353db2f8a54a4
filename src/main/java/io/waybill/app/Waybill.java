package io.waybill.app;

import io.waybill.accesslog.AccessLog;
import io.waybill.accesslog.AccessLogFormat;
import io.waybill.admin.AdminLimits;
import io.waybill.admin.AdminServer;
import io.waybill.admin.AdminSettings;
import io.waybill.admin.LifePhase;
import io.waybill.admin.Operations;
import io.waybill.admin.ProcessFacts;
import io.waybill.cli.VersionCommand;
import io.waybill.config.AccessLogConfig;
import io.waybill.config.HostPort;
import io.waybill.config.LoadResult;
import io.waybill.config.WaybillConfig;
import io.waybill.control.ControlThread;
import io.waybill.control.ExpiringCertificates;
import io.waybill.control.ListenerSet;
import io.waybill.control.OpenListener;
import io.waybill.control.OverrideStore;
import io.waybill.control.ReloadParts;
import io.waybill.control.ReloadResult;
import io.waybill.control.Reloader;
import io.waybill.control.ServerStates;
import io.waybill.control.Servers;
import io.waybill.exchange.Failure;
import io.waybill.frontend.Listener;
import io.waybill.health.HealthChecks;
import io.waybill.net.Loops;
import io.waybill.net.TlsProvider;
import io.waybill.net.Transports;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.LiveSnapshot;
import io.waybill.route.Snapshot;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A running proxy, and the composition root: the only place where objects of different packages are put together. It
 * serves from {@link #start} until {@link #stop}. Safe from any thread.
 */
public final class Waybill implements AutoCloseable {

    private final WaybillConfig started;
    private final UpstreamTlsContexts upstreamTls = new UpstreamTlsContexts(TlsProvider::best);
    private final DataPlane dataPlane;
    private final @Nullable AccessLog accessLog;
    private final ControlThread control = new ControlThread();
    private final CheckPlane checks;
    private final ServerStates states;
    private final OverrideStore overrides;
    private final ListenerSet listeners;
    private final Reloader reloader;
    private final Servers servers;
    private final RunningStats stats;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable AdminServer admin;

    private Waybill(LoadResult.Loaded loaded, Path directory, List<String> arguments) throws IOException {
        started = loaded.config();
        accessLog = accessLog(started.accessLog());
        Transports.Choice transport = transport(started);
        Loops loops = Loops.start(transport, threads(started));
        LiveSnapshot live = new LiveSnapshot(new Snapshot(0, Map.of(), List.of()));
        dataPlane = new DataPlane(loops, started, live, accessLog, upstreamTls);
        checks = new CheckPlane(transport, started, dataPlane.ids(), upstreamTls);
        states = new ServerStates(control, this::healthChecks);
        overrides = new OverrideStore(started.stateFile());
        listeners = new ListenerSet(dataPlane, loops.count());
        ServerRegistry registry = new ServerRegistry(loops.count(), Failure.count());
        ReloadParts parts =
                new ReloadParts(control, registry, live, states, overrides, listeners, upstreamTls, dataPlane);
        reloader = new Reloader(loaded, Path.of(loaded.file()), System::getenv, parts, checks::loops);
        servers = new Servers(control, states, overrides, reloader, InstantSource.system());
        stats = new RunningStats(
                ProcessFacts.ofThisProcess(directory, VersionCommand.version(), started.node(), arguments),
                new RunningStats.Inputs(loops, live, accessLog, listeners, checks, overrides),
                reloader::status);
        try {
            admin = admin(transport);
            reloader.start();
        } catch (IOException cannotBind) {
            close();
            BindException told = new BindException(cannotBind.getMessage());
            told.initCause(cannotBind);
            throw told;
        } catch (RuntimeException cannotStart) {
            close();
            throw cannotStart;
        }
        servers.start();
        new ExpiringCertificates(
                        control,
                        InstantSource.system(),
                        () -> reloader.status().loaded().config())
                .start();
        stats.phase(LifePhase.SERVING);
        reloader.watch();
    }

    private HealthChecks healthChecks() {
        return checks.checks(states);
    }

    /**
     * Starts to serve.
     *
     * @param loaded the configuration
     * @param directory where Waybill is installed
     * @param arguments of the command line
     * @throws BindException if an address cannot be bound; nothing is left running
     * @throws IOException if the access log cannot be opened
     */
    public static Waybill start(LoadResult.Loaded loaded, Path directory, List<String> arguments) throws IOException {
        return new Waybill(loaded, directory, arguments);
    }

    private static @Nullable AccessLog accessLog(AccessLogConfig config) throws IOException {
        String file = config.file();
        if (file == null) {
            return null;
        }
        AccessLogFormat format = switch (config.format()) {
            case TEXT -> AccessLogFormat.TEXT;
            case JSON -> AccessLogFormat.JSON;
            case COMBINED -> AccessLogFormat.COMBINED;
            case HAPROXY -> AccessLogFormat.HAPROXY;
        };
        if (file.equals(AccessLogConfig.STANDARD_OUTPUT)) {
            return AccessLog.toStandardOutput(format);
        }
        try {
            return AccessLog.toFile(Path.of(file), format);
        } catch (IOException cannotOpen) {
            // Its message is often the name of the file alone; its class then says what is wrong with it.
            throw new IOException("cannot open the access log " + file + ": " + cannotOpen, cannotOpen);
        }
    }

    private static Transports.Choice transport(WaybillConfig config) {
        return switch (config.transport()) {
            case AUTO -> Transports.best();
            case EPOLL -> Transports.epoll();
            case IO_URING -> Transports.ioUring();
            case NIO -> Transports.nio();
        };
    }

    private static int threads(WaybillConfig config) {
        return config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
    }

    /** Bound before the listeners are: it tells that Waybill is starting while servers are looked at for the first time. */
    private @Nullable AdminServer admin(Transports.Choice transport) throws IOException {
        HostPort address = started.admin().address();
        if (address == null) {
            return null;
        }
        return AdminServer.start(
                transport.ioHandler(),
                transport.serverChannel(),
                new AdminSettings(
                        socketAddress(address),
                        AdminLimits.STANDARD,
                        () -> reloader.status().loaded().config().admin().tokens()),
                stats,
                Operations.of(servers, reloader));
    }

    private static InetSocketAddress socketAddress(HostPort address) {
        return address.host().equals("*")
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    /** The port that a listener is bound to. */
    public int port(String listener) {
        return listeners.current().stream()
                .filter(open -> open.name().equals(listener))
                .mapToInt(OpenListener::port)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no listener " + listener + " is open"));
    }

    /** The port of the admin listener; 0 if there is none. */
    public int adminPort() {
        AdminServer server = admin;
        return server == null ? 0 : server.port();
    }

    /** The loops of the data plane, for a test that keeps them busy. */
    Loops loops() {
        return dataPlane.loops();
    }

    /** What the admin listener tells; for the log of start and end. */
    RunningStats stats() {
        return stats;
    }

    /** Makes the configuration file, as it is now, the one that serves. */
    public CompletableFuture<ReloadResult> reload(String cause) {
        return reloader.reload(cause);
    }

    /** Opens the access log anew by its name, after a rotation. */
    void reopenLogs() {
        if (accessLog != null) {
            accessLog.reopen();
        }
    }

    /** Stops as the configuration says. */
    public Drain.Result stop() {
        return stop(reloader.status().loaded().config().shutdownTimeout());
    }

    /** Takes no more connections, lets exchanges finish for {@code patience}, then ends. Does so once. */
    public Drain.Result stop(Duration patience) {
        stats.phase(LifePhase.DRAINING);
        reloader.close();
        Drain.Result result = new Drain(listeners.all(), stats).run(patience);
        close();
        return result;
    }

    /** Ends at once, cutting what runs. May be called again. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        reloader.close();
        listeners.all().forEach(Listener::stopAccepting);
        // Clients first: the end of a connection to a server might look like the end of a response.
        listeners.all().forEach(Listener::closeAll);
        AdminServer server = admin;
        if (server != null) {
            server.close();
        }
        control.close();
        checks.close();
        overrides.close();
        stats.close();
        dataPlane.close();
        listeners.close();
        upstreamTls.retain(List.of());
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
