package io.waybill.health;

import io.netty.channel.socket.SocketChannel;
import io.waybill.config.CheckConfig;
import io.waybill.config.Http2Config;
import io.waybill.config.LinkConfig;
import io.waybill.exchange.Failure;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.TlsProvider;
import io.waybill.net.Transports;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Health;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.pool.ServerState;
import io.waybill.requestid.RequestIds;
import io.waybill.testkit.Waiting;
import io.waybill.upstream.LoopConnector;
import io.waybill.upstream.UpstreamLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;

/** Health checks as Waybill puts them together, on a loop of their own, and what they tell. Safe from any thread. */
final class Checking implements AutoCloseable {

    private static final InetAddress LOOPBACK = loopback();

    /** By its digits, as servers are named: the address that the platform offers is called localhost. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private final UpstreamTlsContexts tls = new UpstreamTlsContexts(TlsProvider::best);
    private final Loops loops;
    private final LoopConnector connector;
    private final HealthChecks checks;
    private final ServerRegistry registry = new ServerRegistry(1, Failure.count());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private Checking(Class<? extends SocketChannel> transport, Loops loops) {
        this.loops = loops;
        Loop loop = loops.all().get(0);
        HeadPool heads = new HeadPool();
        HeadLimits limits = new HeadLimits(32_768, 200, 16_384, 16_384, 100, 1024);
        connector = LoopConnector.forChecks(
                loop,
                transport,
                heads,
                new UpstreamLimits(limits, 10, Http2Config.standard()),
                tls);
        loop.everyTick(() -> connector.closeExpired(System.nanoTime()));
        checks = new HealthChecks(
                loop, connector, new RequestIds("edge1").forLoop(), heads, "X-Unique-Request-Id", this::onHealth);
    }

    static Checking start() {
        Loops loops = Loops.start(Transports.best(), 1, "waybill-checks");
        return new Checking(loops.socketChannel(), loops);
    }

    /** With sockets of that kind. */
    static Checking with(Class<? extends SocketChannel> transport) {
        return new Checking(transport, Loops.start(Transports.nio(), 1, "waybill-checks"));
    }

    private void onHealth(Server server, Health health, Probe cause) {
        told.add(server.name() + " " + word(health) + " " + cause.code());
    }

    /** In the words of the statistics. */
    static String word(Health health) {
        return ServerState.initial(1).with(health).status();
    }

    /** Begins to check a server that is spoken to in the plainest way. */
    CompletableFuture<Void> start(Server server, CheckConfig how) {
        return checks.start(server, how, LinkConfig.STANDARD);
    }

    /** Begins to check a server as the control plane does it: with TLS prepared. */
    CompletableFuture<Void> start(Server server, CheckConfig how, LinkConfig link) {
        try {
            tls.prepare(link);
            tls.prepare(HealthChecks.link(how, link));
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
        return checks.start(server, how, link);
    }

    /** Begins to check, and waits for the first verdict. */
    Probe firstProbe(Server server, CheckConfig how, LinkConfig link) {
        start(server, how, link).join();
        return view(server).probes().get(0);
    }

    HealthChecks checks() {
        return checks;
    }

    /** A server called {@code a} on that port of the loopback address. */
    Server server(int port) {
        return server("a", port);
    }

    Server server(String name, int port) {
        return server(name, port, false);
    }

    Server server(String name, int port, boolean secure) {
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        synchronized (registry) {
            return registry.server(new ServerId("web", name), address, secure, 1);
        }
    }

    /** What the listener was told, in order: the server's name, its status, the code of the check. */
    List<String> told() {
        return List.copyOf(told);
    }

    /** Waits until the listener was told so many things. */
    List<String> told(int count) {
        Waiting.until(count + " things are told", () -> told.size() >= count);
        return told();
    }

    CheckView view(Server server) {
        return Objects.requireNonNull(checks.view(server));
    }

    /** Waits until so many checks are over. */
    List<Probe> probes(Server server, int count) {
        Waiting.until(count + " checks are over", () -> view(server).probes().size() >= count);
        return view(server).probes();
    }

    /** Begins to check, and waits for the first verdict. */
    Probe firstProbe(Server server, CheckConfig how) {
        start(server, how).join();
        return view(server).probes().get(0);
    }

    /** Has everything done that was asked for so far. */
    void settle() {
        loops.all().get(0).eventLoop().submit(() -> {}).awaitUninterruptibly();
    }

    /** Does this in one turn of the loop; what it asks for is done after it. */
    void onLoop(Runnable task) {
        loops.all().get(0).eventLoop().submit(task).syncUninterruptibly();
    }

    @Override
    public void close() {
        checks.close();
        settle();
        loops.close();
        tls.retain(List.of());
    }
}
