package io.waybill.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Names of versions, ciphers and protocols, as TLS libraries want them. */
public final class TlsProtocols {

    /** ALPN's name of HTTP/2 (RFC 9113, section 3.2). */
    public static final String HTTP_2 = "h2";

    /** ALPN's name of HTTP/1.1. */
    public static final String HTTP_1_1 = "http/1.1";

    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private static final List<String> CIPHERS_OF_1_3 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private TlsProtocols() {}

    /** That version and those above it. */
    static String[] from(String minVersion) {
        return minVersion.equals(TLS_1_3) ? new String[] {TLS_1_3} : new String[] {TLS_1_2, TLS_1_3};
    }

    /**
     * Those of TLS 1.3, and of the ones that are wanted for TLS 1.2 those that the library knows: no library knows all of
     * the recommended ones.
     *
     * @throws SSLException if it knows none of them
     */
    static List<String> ciphers(List<String> wanted, TlsProvider provider) throws SSLException {
        Set<String> known = provider == TlsProvider.BORINGSSL ? OpenSsl.availableJavaCipherSuites() : knownByJdk();
        List<String> ciphers = new ArrayList<>(CIPHERS_OF_1_3);
        wanted.stream().filter(known::contains).forEach(ciphers::add);
        if (!wanted.isEmpty() && ciphers.size() == CIPHERS_OF_1_3.size()) {
            throw new SSLException("ciphers: found none that " + provider.word() + " knows");
        }
        return ciphers;
    }

    private static Set<String> knownByJdk() throws SSLException {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException broken) {
            throw new SSLException("the JDK has no TLS", broken);
        }
    }

    /** Says what is offered, and goes on without ALPN with a peer that knows none of it. */
    static ApplicationProtocolConfig alpn(List<String> offered) {
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, offered);
    }
}
