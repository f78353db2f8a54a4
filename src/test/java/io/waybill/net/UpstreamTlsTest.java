package io.waybill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.waybill.config.CertificateConfig;
import io.waybill.config.ClientAuth;
import io.waybill.config.HttpVersions;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.ServerHttp;
import io.waybill.config.TlsConfig;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS to servers by either library: whom it takes for whom, and what it shows of itself. */
class UpstreamTlsTest {

    private static TestCertificates authority;
    private static EventLoopGroup loop;

    @BeforeAll
    static void begin() {
        authority = TestCertificates.make();
        loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void end() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        authority.close();
    }

    private static TlsGreeter server(TlsConfig config) {
        try {
            return new TlsGreeter(ServerTls.of("edge", config, HttpVersions.BOTH, TlsProvider.JDK));
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TlsGreeter server(Issued... certificates) {
        return server(TlsConfigs.of(certificates));
    }

    private static PoolTlsConfig trusting(TestCertificates who) {
        return new PoolTlsConfig(List.of(who.ca()), null, true, null);
    }

    private static UpstreamTls tls(TlsProvider provider, PoolTlsConfig config) {
        return tls(provider, config, ServerHttp.H1);
    }

    private static UpstreamTls tls(TlsProvider provider, PoolTlsConfig config, ServerHttp http) {
        try {
            return UpstreamTls.of(config, http, provider);
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection to 127.0.0.1, by the name of {@code host}; why it failed, or null. */
    private static @Nullable Throwable failure(UpstreamTls tls, @Nullable String host, int port) {
        CompletableFuture<String> heard = new CompletableFuture<>();
        InetSocketAddress address = address(host, port);
        SslHandler[] handler = new SslHandler[1];
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        handler[0] = tls.handler(made.alloc(), address);
                        made.pipeline().addLast(handler[0], new Listening(heard));
                    }
                })
                .connect(address)
                .syncUninterruptibly()
                .channel();
        try {
            handler[0].handshakeFuture().awaitUninterruptibly(10, TimeUnit.SECONDS);
            Throwable cause = handler[0].handshakeFuture().cause();
            if (cause == null) {
                // With what the server says comes the ticket of the session.
                assertNotNull(heard.get(10, TimeUnit.SECONDS));
            }
            return cause;
        } catch (ExecutionException refused) {
            return refused.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            channel.close().syncUninterruptibly();
        }
    }

    private static InetSocketAddress address(@Nullable String host, int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            InetAddress named = host == null
                    ? InetAddress.getByAddress(loopback.getAddress())
                    : InetAddress.getByAddress(host, loopback.getAddress());
            return new InetSocketAddress(named, port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void assertFailure(String part, @Nullable Throwable failure) {
        assertNotNull(failure, "it should not have come about");
        StringBuilder told = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told.append(cause).append('\n');
        }
        assertTrue(told.toString().contains(part), told.toString());
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void aServerMustHaveTheNameOfItsAddress(TlsProvider provider) {
        try (TlsGreeter server = server(authority.server("app.test"));
                UpstreamTls tls = tls(provider, trusting(authority))) {
            assertNull(failure(tls, "app.test", server.port()));
            assertEquals("app.test", server.session().serverName());
            assertFailure("other.test", failure(tls, "other.test", server.port()));
            assertFailure("127.0.0.1", failure(tls, null, server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void anAddressIsVerifiedAndNotAskedFor(TlsProvider provider) {
        try (TlsGreeter server = server(authority.server("127.0.0.1"));
                UpstreamTls tls = tls(provider, trusting(authority))) {
            assertNull(failure(tls, null, server.port()));
            assertNull(server.session().serverName());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void theNameInTheConfigurationTakesThePlaceOfTheAddress(TlsProvider provider) {
        PoolTlsConfig named = new PoolTlsConfig(List.of(authority.ca()), "app.test", true, null);
        try (TlsGreeter server = server(authority.server("first.test"), authority.server("app.test"));
                UpstreamTls tls = tls(provider, named)) {
            assertNull(failure(tls, null, server.port()));
            assertEquals("app.test", server.session().serverName());
            assertNull(failure(tls, "another.test", server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void whoIsSignedByAnotherAuthorityOrByNobodyKnownIsRefused(TlsProvider provider) {
        try (TestCertificates strangers = TestCertificates.make("Strangers");
                TlsGreeter server = server(strangers.server("app.test"));
                UpstreamTls tls = tls(provider, trusting(authority));
                UpstreamTls machine = tls(provider, PoolTlsConfig.STANDARD)) {
            assertFailure("PKIX", failure(tls, "app.test", server.port()));
            assertFailure("PKIX", failure(machine, "app.test", server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void aCertificateThatHasExpiredIsRefused(TlsProvider provider) {
        try (TlsGreeter server = server(authority.expired("app.test"));
                UpstreamTls tls = tls(provider, trusting(authority))) {
            assertFailure("validity check failed", failure(tls, "app.test", server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void withoutVerificationAnythingGoes(TlsProvider provider) {
        PoolTlsConfig careless = new PoolTlsConfig(List.of(), null, false, null);
        try (TestCertificates strangers = TestCertificates.make("Strangers");
                TlsGreeter server = server(strangers.expired("someone.test"));
                UpstreamTls tls = tls(provider, careless)) {
            assertNull(failure(tls, "app.test", server.port()));
            assertNull(failure(tls, null, server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void aServerThatAsksForACertificateIsShownOurs(TlsProvider provider) {
        CertificateConfig ours = TlsConfigs.certificate(authority.client("waybill"));
        PoolTlsConfig known = new PoolTlsConfig(List.of(authority.ca()), null, true, ours);
        TlsConfig asking = TlsConfigs.with(
                TlsConfigs.tickets(), ClientAuth.REQUIRED, List.of(authority.ca()), authority.server("app.test"));
        try (TlsGreeter server = server(asking);
                UpstreamTls tls = tls(provider, known);
                UpstreamTls nobody = tls(provider, trusting(authority))) {
            assertNull(failure(tls, "app.test", server.port()));
            X509Certificate shown = server.session().peer();
            assertNotNull(shown);
            assertEquals("CN=waybill", shown.getSubjectX500Principal().getName());
            assertNotNull(failure(nobody, "app.test", server.port()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void sessionsAreResumed(TlsProvider provider) throws SSLException {
        TlsConfig config = TlsConfigs.of(authority.server("app.test"));
        ServerTls boring = ServerTls.of("edge", config, HttpVersions.BOTH, TlsProvider.BORINGSSL);
        try (TlsGreeter server = new TlsGreeter(boring);
                UpstreamTls tls = tls(provider, trusting(authority))) {
            assertNull(failure(tls, "app.test", server.port()));
            assertFalse(server.session().resumed());
            assertNull(failure(tls, "app.test", server.port()));
            assertTrue(server.session().resumed());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void alpnAsksForTheVersionsOfTheLink(TlsProvider provider) {
        try (TlsGreeter server = server(authority.server("app.test"))) {
            Map<ServerHttp, String> expected =
                    Map.of(ServerHttp.H1, "http/1.1", ServerHttp.H2, "h2", ServerHttp.AUTO, "h2");
            for (ServerHttp http : ServerHttp.values()) {
                try (UpstreamTls tls = tls(provider, trusting(authority), http)) {
                    assertNull(failure(tls, "app.test", server.port()));
                    assertEquals(expected.get(http), server.session().application());
                }
            }
        }
    }

    private static final class Listening extends SimpleChannelInboundHandler<ByteBuf> {

        private final CompletableFuture<String> heard;

        private Listening(CompletableFuture<String> heard) {
            this.heard = heard;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
            heard.complete(message.toString(StandardCharsets.ISO_8859_1));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            heard.completeExceptionally(new IllegalStateException("the server left"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            heard.completeExceptionally(cause);
            ctx.close();
        }
    }
}
