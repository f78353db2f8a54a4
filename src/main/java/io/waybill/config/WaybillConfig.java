package io.waybill.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A configuration file that was read and found right, with every default filled in. Immutable.
 *
 * @param node the name of this machine in logs, {@code /stats}, Via and request IDs: 1 to 64 letters, digits, {@code .},
 *     {@code _} and {@code -}
 * @param threads event loops; 0 for one per core
 * @param transport how the event loops wait for sockets
 * @param listeners at least one; names and addresses differ
 * @param admin the operator's listener
 * @param requestId how requests get their tracking number
 * @param accessLog where the line about each exchange goes
 * @param routes at least one; the most specific that matches wins, and no two are equally specific for one request
 * @param pools at least one, unless every route answers by itself; names differ
 * @param trustedProxies whose forwarding fields are believed; the address is that of the connection
 * @param limits how much of a message is accepted
 * @param http2 what a peer may do on an HTTP/2 connection
 * @param clientTimeouts how long to wait for clients
 * @param shutdownTimeout how long running exchanges may take after the order to stop
 * @param stateFile where what operators changed at run time is kept
 * @param dns how names of servers are looked up
 * @param reload when the file is read again by itself
 */
public record WaybillConfig(
        String node,
        int threads,
        Transport transport,
        List<ListenerConfig> listeners,
        AdminConfig admin,
        RequestIdConfig requestId,
        AccessLogConfig accessLog,
        List<RouteConfig> routes,
        List<PoolConfig> pools,
        CidrSet trustedProxies,
        LimitsConfig limits,
        Http2Config http2,
        ClientTimeouts clientTimeouts,
        Duration shutdownTimeout,
        Path stateFile,
        DnsConfig dns,
        ReloadConfig reload) {

    static final int MAX_THREADS = 1024;
    static final int MAX_NODE_LENGTH = 64;
    static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);
    static final Duration MAX_SHUTDOWN_TIMEOUT = Duration.ofHours(24);

    public WaybillConfig {
        listeners = List.copyOf(listeners);
        routes = List.copyOf(routes);
        pools = List.copyOf(pools);
        if (threads < 0 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads: found " + threads + ", expected 0 to " + MAX_THREADS);
        }
        if (shutdownTimeout.isNegative()) {
            throw new IllegalArgumentException("shutdownTimeout: found less than zero, expected zero or more");
        }
    }
}
