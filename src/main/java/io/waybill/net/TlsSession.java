package io.waybill.net;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake has agreed on, whatever library did it. Immutable.
 *
 * @param protocol {@code TLSv1.3}
 * @param cipher by its IANA name
 * @param serverName the host that the client asked for, or null
 * @param resumed whether an earlier session was resumed
 * @param application what ALPN chose; null if there was nothing to choose
 * @param peer the certificate of the other side, which was verified; null if it showed none
 */
public record TlsSession(
        String protocol,
        String cipher,
        @Nullable String serverName,
        boolean resumed,
        @Nullable String application,
        @Nullable X509Certificate peer) {

    /**
     * Of a connection of a client, whose handshake has just ended well.
     *
     * @param tookNanos how long the handshake took
     * @param asked whether the client was asked for a certificate
     */
    public static TlsSession of(SslHandler handler, long tookNanos, boolean asked) {
        SSLEngine engine = handler.engine();
        SSLSession session = engine.getSession();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                session instanceof ExtendedSSLSession extended ? serverName(extended) : null,
                isResumed(engine, session, tookNanos),
                handler.applicationProtocol(),
                asked ? peer(session) : null);
    }

    private static boolean isResumed(SSLEngine engine, SSLSession session, long tookNanos) {
        if (engine instanceof ReferenceCountedOpenSslEngine boring) {
            return SSL.isSessionReused(boring.sslPointer());
        }
        // The JDK does not say; a session that is older than the handshake, by the wall clock, was made in another one.
        Instant begun = Instant.now().minusNanos(tookNanos);
        return session.getCreationTime() < begun.toEpochMilli();
    }

    private static @Nullable X509Certificate peer(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate ? certificate : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    /** The host that a client asked for; null for none, and for what is no name of a host. */
    static @Nullable String serverName(ExtendedSSLSession session) {
        for (SNIServerName name : requested(session)) {
            if (name.getType() == StandardConstants.SNI_HOST_NAME) {
                return new String(name.getEncoded(), StandardCharsets.US_ASCII);
            }
        }
        return null;
    }

    private static List<SNIServerName> requested(ExtendedSSLSession session) {
        try {
            return session.getRequestedServerNames();
        } catch (IllegalArgumentException noHost) {
            // BoringSSL lets names pass that the JDK has no object for, such as one with a dot at its end.
            return List.of();
        }
    }

    /** This connection neither takes nor gives session tickets. */
    static void refuseTickets(ReferenceCountedOpenSslEngine engine) {
        SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
}
