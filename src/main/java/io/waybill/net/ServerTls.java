package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.waybill.config.ClientAuth;
import io.waybill.config.HttpVersions;
import io.waybill.config.TlsConfig;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS as one listener speaks it to clients: all of its certificates in one context, so that a connection costs one handler
 * whatever name its client asks for. Connections that use it keep what they need after {@link #close}. Safe from any thread.
 *
 * <p>What only BoringSSL does: stapled OCSP responses, tickets with keys that are shared or rotated (the JDK's provider
 * makes its own for each context), tickets switched off, and curves on a JDK older than 20.
 */
public final class ServerTls implements AutoCloseable {

    /** For clients that resume by ID instead of by ticket, which are few. */
    private static final int SESSIONS_KEPT = 20_000;

    private static final int SESSION_SECONDS = 3600;
    /** A large body becomes many records in one buffer; above this the cipher's data no longer stays in the cache. */
    private static final int MOST_WRAPPED_AT_ONCE = 64 * 1024;

    private final SslContext context;
    private final JdkGroups groups;
    private final @Nullable TicketKeys tickets;
    private final boolean withoutTickets;
    private final boolean asksForCertificate;

    private ServerTls(SslContext context, TlsConfig config) {
        this.context = context;
        boolean boring = context.sessionContext() instanceof OpenSslServerSessionContext;
        this.groups = JdkGroups.of(boring ? List.of() : config.curves());
        this.tickets =
                boring && config.tickets().enabled() ? new TicketKeys(config.tickets(), System.nanoTime()) : null;
        this.withoutTickets = boring && !config.tickets().enabled();
        this.asksForCertificate = config.clientAuth() != ClientAuth.NONE;
    }

    /**
     * Builds the context; takes milliseconds, so not on a loop.
     *
     * @param listener its name: a session that began on one listener is not resumed on another
     * @param http what is offered by ALPN
     * @throws SSLException if the TLS library does not take what the configuration says
     */
    public static ServerTls of(String listener, TlsConfig config, HttpVersions http, TlsProvider provider)
            throws SSLException {
        ServerCertificates certificates = new ServerCertificates(config.certificates());
        SslContextBuilder builder = SslContextBuilder.forServer(certificates.keyManagers())
                .sslProvider(provider.netty())
                .protocols(TlsProtocols.from(config.minVersion()))
                .ciphers(TlsProtocols.ciphers(config.ciphers(), provider))
                .applicationProtocolConfig(alpn(http))
                .sessionCacheSize(SESSIONS_KEPT)
                .sessionTimeout(SESSION_SECONDS)
                .clientAuth(clientAuth(config.clientAuth()))
                // Without the authorities for clients none is believed, and the machine's own are not even read.
                .trustManager(config.clientCa().toArray(new X509Certificate[0]));
        if (provider == TlsProvider.BORINGSSL) {
            builder.option(OpenSslContextOption.USE_TASKS, false).enableOcsp(certificates.hasOcsp());
            if (!config.curves().isEmpty()) {
                builder.option(OpenSslContextOption.GROUPS, config.curves().toArray(new String[0]));
            }
        } else {
            JdkRenegotiation.refuse();
        }
        try {
            ServerTls tls = new ServerTls(builder.build(), config);
            tls.begin(SessionScope.of(listener, config));
            return tls;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new SSLException(refused.getMessage(), refused);
        }
    }

    private static ApplicationProtocolConfig alpn(HttpVersions http) {
        List<String> offered = new ArrayList<>();
        if (http.h2()) {
            offered.add(TlsProtocols.HTTP_2);
        }
        if (http.h1()) {
            offered.add(TlsProtocols.HTTP_1_1);
        }
        return TlsProtocols.alpn(offered);
    }

    private static io.netty.handler.ssl.ClientAuth clientAuth(ClientAuth wanted) {
        return switch (wanted) {
            case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
            case OPTIONAL -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
            case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
        };
    }

    private void begin(byte[] scope) {
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            sessions.setSessionIdContext(scope);
            if (tickets != null) {
                sessions.setTicketKeys(tickets.keys());
            }
        }
    }

    /** The handler of one connection. It has no timer of its own: whoever adds it to a pipeline limits the handshake. */
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        handler.setWrapDataSize(MOST_WRAPPED_AT_ONCE);
        if (withoutTickets && handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
            TlsSession.refuseTickets(engine);
        }
        groups.applyTo(handler.engine());
        TicketKeys own = tickets;
        if (own != null && own.isDue(System.nanoTime())) {
            rotate(own);
        }
        return handler;
    }

    private void rotate(TicketKeys own) {
        OpenSslSessionTicketKey @Nullable [] next = own.rotate(System.nanoTime());
        if (next != null && context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            sessions.setTicketKeys(next);
        }
    }

    /** Whether clients may, or must, show a certificate. */
    public boolean asksForCertificate() {
        return asksForCertificate;
    }

    /** No new connection uses it; what native memory it has goes with the last connection that does. */
    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }
}
