package io.waybill.control;

import io.waybill.config.CheckConfig;
import io.waybill.config.LinkConfig;
import io.waybill.config.LoadResult;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.health.HealthChecks;
import io.waybill.net.UpstreamTlsContexts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * TLS to servers: ready before checks or requests need it, and kept for a while after, for exchanges of an older snapshot
 * that try once more. Pools without TLS cost nothing. Used by one thread at a time.
 */
final class LinkTls {

    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final UpstreamTlsContexts contexts;
    private final Set<LinkConfig> live = new HashSet<>();
    /** Until when, by {@link System#nanoTime}. */
    private final Map<LinkConfig, Long> outgoing = new HashMap<>();

    LinkTls(UpstreamTlsContexts contexts) {
        this.contexts = contexts;
    }

    /** @return problems as lines for the operator */
    List<String> prepare(LoadResult.Loaded loaded, Collection<PoolConfig> pools) {
        List<String> problems = new ArrayList<>();
        for (PoolConfig pool : pools) {
            try {
                for (LinkConfig link : linksOf(pool)) {
                    contexts.prepare(link);
                }
            } catch (SSLException unusable) {
                problems.add(loaded.file() + ": pools." + pool.name() + ".tls: " + Reasons.of(unusable));
            }
        }
        return problems;
    }

    /** These pools serve from now on. */
    void live(Collection<PoolConfig> pools) {
        long now = System.nanoTime();
        Set<LinkConfig> next = new HashSet<>();
        pools.forEach(pool -> next.addAll(linksOf(pool)));
        live.forEach(link -> outgoing.putIfAbsent(link, now + KEPT_NANOS));
        outgoing.entrySet().removeIf(entry -> next.contains(entry.getKey()) || now - entry.getValue() >= 0);
        live.clear();
        live.addAll(next);
        retain();
    }

    /** What was prepared is not needed after all. */
    void undo() {
        retain();
    }

    private void retain() {
        Set<LinkConfig> kept = new HashSet<>(live);
        kept.addAll(outgoing.keySet());
        contexts.retain(kept);
    }

    /** Those that TLS is needed for. */
    private static Set<LinkConfig> linksOf(PoolConfig pool) {
        Set<LinkConfig> links = new HashSet<>();
        for (ServerConfig server : pool.servers()) {
            if (server.secure()) {
                links.add(pool.link());
            }
            CheckConfig check = server.check();
            if (check != null && (check.secure() == null ? server.secure() : check.secure())) {
                links.add(HealthChecks.link(check, pool.link()));
            }
        }
        return links;
    }
}
