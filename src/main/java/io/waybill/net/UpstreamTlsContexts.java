package io.waybill.net;

import io.waybill.config.LinkConfig;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * The {@link UpstreamTls} of every way in which servers are spoken to at the moment. The control plane builds and drops
 * them; loops find them when they open a connection. Safe from any thread.
 */
public final class UpstreamTlsContexts {

    private final Supplier<TlsProvider> provider;
    private final Map<LinkConfig, UpstreamTls> byLink = new ConcurrentHashMap<>();

    public UpstreamTlsContexts(TlsProvider provider) {
        this(() -> provider);
    }

    /** @param provider asked for with the first of them, as it takes a while to load */
    public UpstreamTlsContexts(Supplier<TlsProvider> provider) {
        this.provider = provider;
    }

    /**
     * Builds what is not there yet; not to be called on a loop.
     *
     * @throws SSLException if the TLS library does not take what the configuration says
     */
    public void prepare(LinkConfig link) throws SSLException {
        if (!byLink.containsKey(link)) {
            byLink.put(link, UpstreamTls.of(link.tls(), link.http(), provider.get()));
        }
    }

    /** Drops what none of {@code live} needs. */
    public void retain(Collection<LinkConfig> live) {
        byLink.forEach((link, tls) -> {
            if (!live.contains(link) && byLink.remove(link, tls)) {
                tls.close();
            }
        });
    }

    /**
     * What was prepared for that link.
     *
     * @throws IllegalStateException if nothing was
     */
    public UpstreamTls of(LinkConfig link) {
        UpstreamTls tls = byLink.get(link);
        if (tls == null) {
            throw new IllegalStateException("TLS of a pool was not prepared");
        }
        return tls;
    }
}
