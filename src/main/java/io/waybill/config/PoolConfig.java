package io.waybill.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Interchangeable servers and how to choose among them, as written under {@code pools.<name>}. Immutable.
 *
 * @param name unique
 * @param balance how a server is chosen
 * @param servers their names differ; at least one in a file, but operators may have removed the last
 * @param preserveHost whether the Host of the request is sent on; otherwise the server's address takes its place
 * @param timeouts how long to wait for these servers
 * @param idle which connections to these servers are kept for reuse
 * @param check of servers that say nothing else, also of those added at run time; null for no checks
 * @param panicBelowPercent with a smaller share of well servers than that, checks are disregarded; 0 for never
 * @param link how its servers are spoken to
 * @param onNoServer what happens to a request when no server is usable; null for a 503
 */
public record PoolConfig(
        String name,
        Balance balance,
        List<ServerConfig> servers,
        boolean preserveHost,
        PoolTimeouts timeouts,
        IdleConfig idle,
        @Nullable CheckConfig check,
        int panicBelowPercent,
        LinkConfig link,
        @Nullable RouteAction onNoServer) {

    public PoolConfig {
        servers = List.copyOf(servers);
    }

    /** The same pool with other servers. */
    public PoolConfig with(List<ServerConfig> others) {
        return new PoolConfig(
                name, balance, others, preserveHost, timeouts, idle, check, panicBelowPercent, link, onNoServer);
    }
}
