package io.waybill.e2e;

import io.netty.channel.EventLoop;
import io.waybill.balance.Policy;
import io.waybill.config.CidrSet;
import io.waybill.config.Http2Config;
import io.waybill.config.HttpVersions;
import io.waybill.config.LinkConfig;
import io.waybill.exchange.ExchangeFactory;
import io.waybill.exchange.ExchangeListener;
import io.waybill.exchange.ExchangeSettings;
import io.waybill.exchange.Failure;
import io.waybill.exchange.HttpDate;
import io.waybill.exchange.ListenerInfo;
import io.waybill.exchange.LoopServices;
import io.waybill.frontend.ClientLimits;
import io.waybill.frontend.Listener;
import io.waybill.frontend.ListenerSettings;
import io.waybill.http.FieldName;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.TlsProvider;
import io.waybill.net.Transports;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.requestid.RequestIds;
import io.waybill.route.LiveSnapshot;
import io.waybill.route.Route;
import io.waybill.route.RouteRule;
import io.waybill.route.RouteTable;
import io.waybill.route.Snapshot;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import io.waybill.upstream.LoopConnector;
import io.waybill.upstream.UpstreamLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The data plane without a control plane: the test is the control thread, and swaps snapshots when it wants. One listener
 * {@code edge} at first, whose requests all go to the pool {@code web}.
 */
final class SwappingProxy implements AutoCloseable {

    static final HeadLimits HEADS = new HeadLimits(65_536, 100, 8_192, 8_192, 50, 4_096);
    static final FieldName ID = FieldName.of("X-Unique-Request-Id");

    private final Loops loops;
    private final ServerRegistry registry;
    private final LiveSnapshot live = new LiveSnapshot(new Snapshot(1, Map.of(), List.of()));
    private final List<LoopServices> services = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final TrafficStats traffic;
    private int version = 1;

    private SwappingProxy(Transports.Choice transport, int threads, List<ExchangeListener> told) {
        loops = Loops.start(transport, threads);
        registry = new ServerRegistry(threads, Failure.count());
        traffic = new TrafficStats(threads, Failure.count());
        RequestIds ids = new RequestIds("test");
        for (Loop loop : loops.all()) {
            HeadPool heads = new HeadPool();
            LoopConnector connector = new LoopConnector(
                    loop,
                    loops.socketChannel(),
                    heads,
                    new UpstreamLimits(HEADS, 10, Http2Config.standard()),
                    new UpstreamTlsContexts(TlsProvider.JDK));
            loop.everyTick(() -> connector.closeExpired(System.nanoTime()));
            services.add(new LoopServices(loop, connector, ids.forLoop(), heads, new HttpDate(), told));
        }
    }

    static SwappingProxy start(Transports.Choice transport, int threads) {
        return new SwappingProxy(transport, threads, List.of());
    }

    /** With one loop. */
    static SwappingProxy start() {
        return start(Transports.best(), 1);
    }

    /** With one loop, which tells of every exchange. */
    static SwappingProxy telling(ExchangeListener told) {
        return new SwappingProxy(Transports.best(), 1, List.of(told));
    }

    /** Makes these ports of 127.0.0.1 the servers of {@code web}, and forgets the servers that are not among them. */
    Pool swap(int... ports) {
        return swap("edge", ports);
    }

    /** The same with routes for that listener only. */
    Pool swap(String listener, int... ports) {
        Pool pool = pool("web", ports);
        swap(listener, Route.to(pool, "all"), List.of(pool));
        return pool;
    }

    /** Makes that one the only route, and forgets the servers that are in none of the pools. */
    void swap(String listener, Route route, List<Pool> pools) {
        RouteRule rule = RouteRule.prefix(null, "/", route);
        live.swap(new Snapshot(++version, Map.of(listener, RouteTable.of(List.of(rule))), pools));
        for (Server gone : registry.retain(pools)) {
            for (LoopServices of : services) {
                of.loop().eventLoop().execute(() -> of.connector().forget(gone));
            }
        }
    }

    /** For the next snapshot. */
    Pool pool(String name, int... ports) {
        List<Server> servers = new ArrayList<>();
        for (int port : ports) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            servers.add(registry.server(new ServerId(name, "at-" + port), address, false, 1));
        }
        return registry.pool(name, settings(), servers);
    }

    private static PoolSettings settings() {
        long second = TimeUnit.SECONDS.toNanos(1);
        return new PoolSettings(
                Policy.ROUND_ROBIN,
                5 * second,
                60 * second,
                60 * second,
                60 * second,
                0,
                true,
                100,
                60 * second,
                0,
                0,
                LinkConfig.STANDARD,
                false);
    }

    Listener listener(String name) {
        Listener listener = new Listener(
                name, loops, limits(HEADS), new ConnectionStats(loops.count()), new ProtocolStats(loops.count()));
        List<ExchangeFactory> exchanges = exchanges(name, ID);
        for (int i = 0; i < services.size(); i++) {
            listener.add(
                    services.get(i).loop(), exchanges.get(i), services.get(i).heads());
        }
        listeners.add(listener);
        return listener;
    }

    /** Opens a listener on a free port. */
    int open(Listener listener) {
        try {
            int port = listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .getPort();
            listener.accept();
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ExchangeFactory> exchanges(String listener, FieldName idField) {
        ExchangeSettings settings = new ExchangeSettings("test", idField, CidrSet.NONE, CidrSet.NONE);
        ListenerInfo info =
                new ListenerInfo(listener, false, 80, new byte[0], traffic, new ProtocolStats(loops.count()));
        return services.stream()
                .map(of -> new ExchangeFactory(info, of, settings, live))
                .toList();
    }

    static ListenerSettings limits(HeadLimits heads) {
        long tenSeconds = TimeUnit.SECONDS.toNanos(10);
        ClientLimits limits = new ClientLimits(heads, 0, tenSeconds, TimeUnit.SECONDS.toNanos(60), tenSeconds);
        return new ListenerSettings(limits, HttpVersions.BOTH, Http2Config.standard(), null, null);
    }

    EventLoop loop() {
        return loops.all().get(0).eventLoop();
    }

    TrafficStats traffic() {
        return traffic;
    }

    @Override
    public void close() {
        listeners.forEach(Listener::stopAccepting);
        listeners.forEach(Listener::closeAll);
        for (LoopServices of : services) {
            if (of.connector() instanceof LoopConnector connector) {
                of.loop().eventLoop().execute(connector::closeIdle);
            }
        }
        loops.close();
    }
}
