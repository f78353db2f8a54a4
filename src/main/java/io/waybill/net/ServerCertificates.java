package io.waybill.net;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.waybill.config.CertificateConfig;
import io.waybill.config.OcspResponse;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one listener, and which of them a client is shown: an exact name before a wildcard, else the first.
 * Asked by the TLS library in the middle of a handshake, when the client's hello has been read. Certificates for one name
 * that have different kinds of keys are one for each kind of client. Immutable.
 */
final class ServerCertificates extends X509ExtendedKeyManager {

    private final List<CertificateConfig> certificates;
    private final List<byte @Nullable []> ocsp = new ArrayList<>();
    private final List<String> aliases = new ArrayList<>();
    private final CertificateNames names;

    ServerCertificates(List<CertificateConfig> certificates) {
        this.certificates = List.copyOf(certificates);
        this.names = CertificateNames.of(certificates);
        for (CertificateConfig certificate : certificates) {
            OcspResponse response = certificate.ocsp();
            ocsp.add(response == null ? null : response.der());
            aliases.add(Integer.toString(aliases.size()));
        }
    }

    /** This one, in the form in which native copies of keys and chains are made once and not for each handshake. */
    KeyManagerFactory keyManagers() {
        return new OpenSslCachingX509KeyManagerFactory(new KeyManagerFactoryWrapper(this));
    }

    boolean hasOcsp() {
        return ocsp.stream().anyMatch(response -> response != null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null) {
            return null;
        }
        ExtendedSSLSession session = (ExtendedSSLSession) engine.getHandshakeSession();
        if (engine instanceof ReferenceCountedOpenSslEngine boring) {
            int chosen = certificates.size() == 1 ? 0 : forClient(session);
            staple(boring, chosen);
            return aliases.get(chosen);
        }
        // The JDK asks for one kind of key after the other, in the client's order of preference.
        for (int candidate : names.candidates(TlsSession.serverName(session))) {
            if (KeyKind.of(key(candidate)).isCalled(keyType)) {
                return aliases.get(candidate);
            }
        }
        return null;
    }

    /** A response may become outdated while it is served; none is better then. */
    private void staple(ReferenceCountedOpenSslEngine boring, int chosen) {
        byte[] der = ocsp.get(chosen);
        OcspResponse response = certificates.get(chosen).ocsp();
        if (der != null && response != null && response.isCurrent(Instant.now())) {
            boring.setOcspResponse(der);
        }
    }

    /** BoringSSL asks once; what it calls the kind of key is of its own ciphers and not of those of the client. */
    private int forClient(ExtendedSSLSession session) {
        int[] candidates = names.candidates(TlsSession.serverName(session));
        if (candidates.length > 1) {
            String[] signatures = session.getPeerSupportedSignatureAlgorithms();
            for (int candidate : candidates) {
                if (KeyKind.of(key(candidate)).isVerifiedBy(signatures)) {
                    return candidate;
                }
            }
        }
        return candidates[0];
    }

    private PrivateKey key(int index) {
        return certificates.get(index).key();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return certificates.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key(Integer.parseInt(alias));
    }

    // ---- what servers on an SSLEngine are not asked for

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases.toArray(new String[0]);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
