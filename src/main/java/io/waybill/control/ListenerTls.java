package io.waybill.control;

import io.waybill.config.ListenerConfig;
import io.waybill.config.TlsConfig;
import io.waybill.net.ServerTls;
import io.waybill.net.TlsProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of listeners: made when a change is prepared, closed when no connection can begin with it any more. Used by one
 * thread at a time.
 */
final class ListenerTls {

    private final Set<ServerTls> made = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * That of a listener: what one of {@code before} has, if nothing about it would be different, as ticket keys that it
     * made for itself stay good for as long as it lives.
     *
     * @return null for a listener without TLS
     * @throws SSLException if the TLS library does not take the configuration
     */
    @Nullable
    ServerTls of(ListenerConfig wanted, Collection<OpenListener> before) throws SSLException {
        TlsConfig config = wanted.tls();
        if (config == null) {
            return null;
        }
        for (OpenListener open : before) {
            ServerTls known = open.tls();
            if (known != null
                    && config.equals(open.config().tls())
                    && wanted.http().equals(open.config().http())) {
                return known;
            }
        }
        ServerTls fresh = ServerTls.of(wanted.name(), config, wanted.http(), TlsProvider.best());
        made.add(fresh);
        return fresh;
    }

    /** Closes what none of these listeners has. */
    void closeAllBut(Collection<OpenListener> open) {
        Set<ServerTls> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (OpenListener listener : open) {
            ServerTls tls = listener.tls();
            if (tls != null) {
                used.add(tls);
            }
        }
        made.removeIf(tls -> {
            boolean gone = !used.contains(tls);
            if (gone) {
                tls.close();
            }
            return gone;
        });
    }

    /** What a change to these listeners would meet; nothing is kept. */
    static void tryOut(ListenerConfig wanted) throws SSLException {
        TlsConfig config = wanted.tls();
        if (config != null) {
            ServerTls.of(wanted.name(), config, wanted.http(), TlsProvider.best())
                    .close();
        }
    }
}
