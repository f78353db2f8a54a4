package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.waybill.config.CertificateConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.ServerHttp;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS as Waybill speaks it to servers of a pool: their certificates are verified against their names, and sessions are
 * resumed. Connections that use it keep what they need after {@link #close}. Safe from any thread.
 */
public final class UpstreamTls implements AutoCloseable {

    private static final int SESSIONS_KEPT = 1000;
    private static final int SESSION_SECONDS = 3600;
    private static final int MOST_WRAPPED_AT_ONCE = 64 * 1024;

    private final SslContext context;
    private final @Nullable String serverName;

    private UpstreamTls(SslContext context, @Nullable String serverName) {
        this.context = context;
        this.serverName = serverName;
    }

    /**
     * Builds the context; takes milliseconds, so not on a loop.
     *
     * @param http what is asked for by ALPN
     * @throws SSLException if the TLS library does not take what the configuration says
     */
    public static UpstreamTls of(PoolTlsConfig config, ServerHttp http, TlsProvider provider) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(provider.netty())
                .protocols(TlsProtocols.from("TLSv1.2"))
                .applicationProtocolConfig(TlsProtocols.alpn(alpn(http)))
                .sessionCacheSize(SESSIONS_KEPT)
                .sessionTimeout(SESSION_SECONDS);
        if (provider == TlsProvider.BORINGSSL) {
            builder.option(OpenSslContextOption.USE_TASKS, false);
        }
        if (!config.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE).endpointIdentificationAlgorithm(null);
        } else {
            builder.endpointIdentificationAlgorithm("HTTPS");
            if (!config.ca().isEmpty()) {
                builder.trustManager(config.ca().toArray(new X509Certificate[0]));
            }
        }
        CertificateConfig identity = config.identity();
        if (identity != null) {
            builder.keyManager(identity.key(), identity.chain().toArray(new X509Certificate[0]));
        }
        try {
            return new UpstreamTls(builder.build(), config.serverName());
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new SSLException(refused.getMessage(), refused);
        }
    }

    private static List<String> alpn(ServerHttp http) {
        return switch (http) {
            case H1 -> List.of(TlsProtocols.HTTP_1_1);
            case H2 -> List.of(TlsProtocols.HTTP_2);
            case AUTO -> List.of(TlsProtocols.HTTP_2, TlsProtocols.HTTP_1_1);
        };
    }

    /**
     * The handler of one connection, which verifies that the server is who it should be. It has no timer of its own.
     *
     * @param server its host name, if it has one, is asked for and verified unless the configuration names another
     */
    public SslHandler handler(ByteBufAllocator allocator, InetSocketAddress server) {
        String name = serverName == null ? server.getHostString() : serverName;
        SslHandler handler = context.newHandler(allocator, name, server.getPort());
        handler.setHandshakeTimeoutMillis(0);
        handler.setWrapDataSize(MOST_WRAPPED_AT_ONCE);
        return handler;
    }

    /** No new connection uses it; what native memory it has goes with the last connection that does. */
    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }
}
