package io.waybill.admin;

import io.waybill.admin.TlsView.CertificateView;
import io.waybill.config.CertificateConfig;
import io.waybill.config.CertificateFacts;
import io.waybill.config.LinkConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.SendProxy;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the servers of a pool are spoken to. Immutable.
 *
 * @param http the HTTP version: {@code h1}, {@code h2} or {@code auto}
 * @param secureServers how many of them are spoken to over TLS
 * @param verify whether their certificates are verified
 * @param serverName the name that these must be for; null for the host of each server's address
 * @param identity what Waybill shows them; null for nothing
 * @param sendProxy what connections begin with: {@code off}, {@code v1} or {@code v2}
 */
record LinkView(
        String http,
        int secureServers,
        boolean verify,
        @Nullable String serverName,
        @Nullable CertificateView identity,
        String sendProxy) {

    static LinkView of(Pool pool) {
        LinkConfig link = pool.settings().link();
        PoolTlsConfig tls = link.tls();
        CertificateConfig identity = tls.identity();
        return new LinkView(
                link.http().word(),
                (int) pool.servers().stream().filter(Server::isSecure).count(),
                tls.verify(),
                tls.serverName(),
                identity == null ? null : CertificateView.of(CertificateFacts.of(identity), Instant.now()),
                link.sendProxy().word());
    }

    /** Whether there is anything to say of it. */
    boolean isPlain() {
        return secureServers == 0 && http.equals("h1") && sendProxy.equals(SendProxy.OFF.word());
    }

    /** For people. */
    String text(int servers) {
        StringBuilder text = new StringBuilder("http ").append(http);
        if (secureServers > 0) {
            text.append(", TLS").append(secureServers < servers ? " to " + secureServers + " of " + servers : "");
            text.append(verify ? "" : ", NOT VERIFIED");
            text.append(serverName == null ? "" : ", server name " + serverName);
            text.append(identity == null ? "" : ", own certificate for " + identity.daysLeft() + " more days");
        }
        return sendProxy.equals(SendProxy.OFF.word())
                ? text.toString()
                : text.append(", PROXY ").append(sendProxy).toString();
    }
}
