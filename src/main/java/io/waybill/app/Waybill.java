package io.waybill.app;

import io.waybill.accesslog.AccessLog;
import io.waybill.accesslog.AccessLogFormat;
import io.waybill.admin.AdminLimits;
import io.waybill.admin.AdminServer;
import io.waybill.admin.AdminSettings;
import io.waybill.admin.LifePhase;
import io.waybill.admin.Operations;
import io.waybill.config.AccessLogConfig;
import io.waybill.config.HostPort;
import io.waybill.config.ListenerConfig;
import io.waybill.config.LoadResult;
import io.waybill.config.WaybillConfig;
import io.waybill.control.Reloader;
import io.waybill.control.Servers;
import io.waybill.control.SnapshotCompiler;
import io.waybill.exchange.Failure;
import io.waybill.frontend.Listener;
import io.waybill.net.Loops;
import io.waybill.net.Transports;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.LiveSnapshot;
import io.waybill.route.Snapshot;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy, and the composition root: the only place where objects of different packages are put together. It
 * serves from {@link #start} until {@link #stop}. Safe from any thread.
 */
public final class Waybill implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Waybill.class);

    private final Loops loops;
    private final DataPlane dataPlane;
    private final @Nullable AccessLog accessLog;
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final RunningStats stats;
    private final Duration shutdownTimeout;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable AdminServer admin;

    private Waybill(LoadResult.Loaded loaded, Path directory, List<String> arguments) throws IOException {
        WaybillConfig config = loaded.config();
        shutdownTimeout = config.shutdownTimeout();
        accessLog = accessLog(config.accessLog());
        loops = Loops.start(transport(config), threads(config));
        ServerRegistry registry = new ServerRegistry(loops.count(), Failure.count());
        Snapshot snapshot = new SnapshotCompiler(registry).compile(config, 1);
        registry.retain(snapshot.pools());
        LiveSnapshot live = new LiveSnapshot(snapshot);
        dataPlane = new DataPlane(loops, config, live, accessLog);
        stats = new RunningStats(loaded, directory, arguments, live, loops, accessLog);
        try {
            bindAll(config);
        } catch (IOException cannotBind) {
            close();
            BindException told = new BindException(cannotBind.getMessage());
            told.initCause(cannotBind);
            throw told;
        }
        stats.phase(LifePhase.SERVING);
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

    private void bindAll(WaybillConfig config) throws IOException {
        for (ListenerConfig listenerConfig : config.listeners()) {
            BoundListener bound =
                    stats.add(listenerConfig.name(), listenerConfig.address().toString());
            if (listenerConfig.tls() != null) {
                bound.state("not built");
                LOG.warn("listener not opened: listener={} reason=tls-is-not-built-yet", listenerConfig.name());
                continue;
            }
            Listener listener = dataPlane.listener(listenerConfig, bound);
            listeners.put(listener.name(), listener);
            InetSocketAddress address = bind(listener, listenerConfig.address());
            ports.put(listener.name(), address.getPort());
            bound.address(new HostPort(listenerConfig.address().host(), address.getPort()).toString());
            bound.state("open");
        }
        HostPort adminAddress = config.admin().address();
        if (adminAddress != null) {
            Transports.Choice transport = transport(config);
            admin = AdminServer.start(
                    transport.ioHandler(),
                    transport.serverChannel(),
                    new AdminSettings(
                            socketAddress(adminAddress),
                            AdminLimits.STANDARD,
                            config.admin().tokens()),
                    stats,
                    Operations.of(new Servers(), new Reloader()));
        }
    }

    private static InetSocketAddress bind(Listener listener, HostPort address) throws IOException {
        try {
            return listener.bind(socketAddress(address));
        } catch (IOException cannotBind) {
            throw new IOException(
                    "cannot bind listener " + listener.name() + " to " + address + ": " + cannotBind.getMessage(),
                    cannotBind);
        }
    }

    private static InetSocketAddress socketAddress(HostPort address) {
        return address.host().equals("*")
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    /** The port that a listener is bound to. */
    public int port(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalArgumentException("no listener " + listener + " is open");
        }
        return port;
    }

    /** The port of the admin listener; 0 if there is none. */
    public int adminPort() {
        AdminServer server = admin;
        return server == null ? 0 : server.port();
    }

    /** What the admin listener tells; for the log of start and end. */
    RunningStats stats() {
        return stats;
    }

    /** Opens the access log anew by its name, after a rotation. */
    void reopenLogs() {
        if (accessLog != null) {
            accessLog.reopen();
        }
    }

    /** Stops as the configuration says. */
    public Drain.Result stop() {
        return stop(shutdownTimeout);
    }

    /** Takes no more connections, lets exchanges finish for {@code patience}, then ends. Does so once. */
    public Drain.Result stop(Duration patience) {
        stats.phase(LifePhase.DRAINING);
        Drain.Result result = new Drain(new ArrayList<>(listeners.values()), stats).run(patience);
        close();
        return result;
    }

    /** Ends at once, cutting what runs. May be called again. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        listeners.values().forEach(Listener::stopAccepting);
        // Clients first: the end of a connection to a server might look like the end of a response.
        listeners.values().forEach(Listener::closeAll);
        AdminServer server = admin;
        if (server != null) {
            server.close();
        }
        stats.close();
        dataPlane.close();
        if (accessLog != null) {
            accessLog.close();
        }
    }
}
