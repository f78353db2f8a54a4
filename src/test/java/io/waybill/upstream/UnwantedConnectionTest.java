package io.waybill.upstream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.waybill.balance.Policy;
import io.waybill.config.Http2Config;
import io.waybill.config.LinkConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Failure;
import io.waybill.exchange.Reuse;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.net.Loops;
import io.waybill.net.TlsProvider;
import io.waybill.net.Transports;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a connection that nobody wants any more when it stands, or that would be made otherwise by then. */
class UnwantedConnectionTest {

    private static final long SECONDS = TimeUnit.SECONDS.toNanos(5);

    private final Loops loops = Loops.start(Transports.nio(), 1, "test");
    private final ServerRegistry registry = new ServerRegistry(1, Failure.count());
    private final LoopConnector connector = new LoopConnector(
            loops.all().get(0),
            loops.socketChannel(),
            new HeadPool(),
            new UpstreamLimits(new HeadLimits(32_768, 200, 16_384, 16_384, 100, 1024), 10, Http2Config.standard()),
            new UpstreamTlsContexts(TlsProvider::best));

    @AfterEach
    void close() {
        loops.close();
    }

    /** Waits for one connection, and takes it or not. */
    private static final class Asker implements ConnectEvents {

        private final boolean wants;
        private volatile @Nullable UpstreamStream given;

        Asker(boolean wants) {
            this.wants = wants;
        }

        UpstreamStream awaitStream() {
            Waiting.until("there is a connection", () -> given != null);
            return Objects.requireNonNull(given);
        }

        @Override
        public boolean onConnected(UpstreamStream stream) {
            given = stream;
            return wants;
        }

        @Override
        public @Nullable ClientAddress client() {
            return null;
        }

        @Override
        public byte[] requestId() {
            return new byte[0];
        }

        @Override
        public void onConnectFailed(Failure failure) {}
    }

    private Pool pool(String name, Server server, ServerHttp http, SendProxy proxy) {
        LinkConfig link = new LinkConfig(http, PoolTlsConfig.STANDARD, proxy);
        PoolSettings settings = new PoolSettings(
                Policy.LEAST_REQUESTS, SECONDS, 0, 0, 0, 0, false, 8, SECONDS, 0, 0, link, false);
        return registry.pool(name, settings, List.of(server));
    }

    private Server server(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return registry.server(new ServerId("web", "a"), address, false, 1);
    }

    private void onLoop(Runnable task) {
        loops.all().get(0).eventLoop().submit(task).syncUninterruptibly();
    }

    @Test
    void aConnectionThatBeganWithTheProxyHeaderOfOneClientIsNotKeptForAnother() {
        try (ScriptedHttp2Server listening = ScriptedHttp2Server.start()) {
            Server server = server(listening.port());
            Pool pool = pool("web", server, ServerHttp.H1, SendProxy.V1);
            Asker left = new Asker(false);
            onLoop(() -> connector.connect(pool, server, Reuse.ANY, left));
            left.awaitStream();
            Asker next = new Asker(true);
            onLoop(() -> connector.connect(pool, server, Reuse.ANY, next));
            assertFalse(next.awaitStream().isReused());
        }
    }

    @Test
    void whoWaitsWhileTheWayToSpeakWithTheServerChangesGetsAConnectionOfTheNewKind() {
        try (ScriptedHttp2Server listening = ScriptedHttp2Server.start()) {
            listening.always(connection -> connection.settings());
            Server server = server(listening.port());
            Pool before = pool("web", server, ServerHttp.H2, SendProxy.OFF);
            Pool now = pool("web", server, ServerHttp.H1, SendProxy.OFF);
            Asker early = new Asker(true);
            onLoop(() -> {
                connector.connect(before, server, Reuse.ANY, early);
                connector.connect(now, server, Reuse.ANY, new Asker(true));
            });
            assertInstanceOf(Http1Connection.class, early.awaitStream());
        }
    }
}
