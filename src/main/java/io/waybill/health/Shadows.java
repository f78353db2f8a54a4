package io.waybill.health;

import io.netty.channel.EventLoop;
import io.waybill.balance.Policy;
import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.LinkConfig;
import io.waybill.exchange.Connector;
import io.waybill.exchange.Failure;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@link Shadow}s of all servers that are checked. Confined to one event loop. */
final class Shadows {

    /** A connection is kept for so many intervals, so that the next check finds it. */
    private static final int INTERVALS_KEPT = 3;

    /** But not for longer: what lies between may forget it without a word, and the next check would get no answer. */
    private static final long MOST_KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final EventLoop eventLoop;
    private final Connector connector;
    private final ServerRegistry registry = new ServerRegistry(1, Failure.count());
    private final Map<Server, Shadow> shadows = new HashMap<>();
    private int made;
    private boolean sweeping;

    Shadows(EventLoop eventLoop, Connector connector) {
        this.eventLoop = eventLoop;
        this.connector = connector;
    }

    /**
     * The shadow of a server under these rules; one of another port is replaced.
     *
     * @param server whose address is resolved
     */
    Shadow of(Server server, CheckConfig how) {
        InetSocketAddress address = address(server, how.port());
        Shadow before = shadows.get(server);
        if (before != null && before.server().address().equals(address)) {
            Shadow same = under(before, how);
            shadows.put(server, same);
            return same;
        }
        Shadow fresh = fresh(server, address, how);
        shadows.put(server, fresh);
        if (before != null) {
            retire(before);
        }
        return fresh;
    }

    /** The same shadow, under other rules: its connection goes on. */
    private Shadow under(Shadow before, CheckConfig how) {
        Server asked = before.server();
        return new Shadow(registry.pool(before.pool().name(), settings(how.timing()), List.of(asked)), asked);
    }

    private Shadow fresh(Server server, InetSocketAddress address, CheckConfig how) {
        // A number of its own: the registry still knows what was retired a moment ago, and would give that again.
        String pool = "check-" + made++;
        Server asked = registry.server(new ServerId(pool, server.toString()), address, false, 1);
        return new Shadow(registry.pool(pool, settings(how.timing()), List.of(asked)), asked);
    }

    private static InetSocketAddress address(Server server, int port) {
        InetSocketAddress address = server.address();
        return port == 0 ? address : new InetSocketAddress(address.getAddress(), port);
    }

    private static PoolSettings settings(CheckTiming timing) {
        Duration longest = timing.interval();
        for (Duration other : List.of(timing.fastInterval(), timing.downInterval())) {
            longest = other.compareTo(longest) > 0 ? other : longest;
        }
        long idleNanos = Math.min(INTERVALS_KEPT * longest.toNanos(), MOST_KEPT_NANOS);
        long timeoutNanos = timing.timeout().toNanos();
        return new PoolSettings(
                Policy.LEAST_REQUESTS, timeoutNanos, 0, 0, 0, 0, false, 1, idleNanos, 0, 0, LinkConfig.STANDARD, false);
    }

    /** Closes the connection that waits for the next check of a server. */
    void closeIdle(Server server) {
        Shadow shadow = shadows.get(server);
        if (shadow != null) {
            connector.forget(shadow.server());
        }
    }

    /** The server is checked no more. */
    void forget(Server server) {
        Shadow shadow = shadows.remove(server);
        if (shadow != null) {
            retire(shadow);
        }
    }

    private void retire(Shadow shadow) {
        shadow.server().retire();
        connector.forget(shadow.server());
        if (!sweeping) {
            // Once for all that go with the same change of the configuration.
            sweeping = true;
            eventLoop.execute(this::sweep);
        }
    }

    private void sweep() {
        sweeping = false;
        registry.retain(shadows.values().stream().map(Shadow::pool).toList());
    }
}
