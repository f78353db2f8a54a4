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
     * The shadow of a server under these rules; one of another port, or that is spoken to in another way, is replaced.
     *
     * @param server whose address is resolved
     * @param link how the server is spoken to by requests
     */
    Shadow of(Server server, CheckConfig how, LinkConfig link) {
        InetSocketAddress address = address(server, how.port());
        boolean secure = how.secure() == null ? server.isSecure() : how.secure();
        LinkConfig own = HealthChecks.link(how, link);
        Shadow before = shadows.get(server);
        if (before != null && isSame(before, address, secure, own)) {
            Shadow same = under(before, how, own);
            shadows.put(server, same);
            return same;
        }
        Shadow fresh = fresh(server, address, secure, settings(how.timing(), own));
        shadows.put(server, fresh);
        if (before != null) {
            retire(before);
        }
        return fresh;
    }

    private static boolean isSame(Shadow before, InetSocketAddress address, boolean secure, LinkConfig link) {
        Server asked = before.server();
        return asked.address().equals(address)
                && asked.isSecure() == secure
                && before.pool().settings().link().equals(link);
    }

    /** The same shadow, under other rules: its connection goes on. */
    private Shadow under(Shadow before, CheckConfig how, LinkConfig link) {
        Server asked = before.server();
        return new Shadow(registry.pool(before.pool().name(), settings(how.timing(), link), List.of(asked)), asked);
    }

    private Shadow fresh(Server server, InetSocketAddress address, boolean secure, PoolSettings settings) {
        // A number of its own: the registry still knows what was retired a moment ago, and would give that again.
        String pool = "check-" + made++;
        Server asked = registry.server(new ServerId(pool, server.toString()), address, secure, 1);
        return new Shadow(registry.pool(pool, settings, List.of(asked)), asked);
    }

    private static InetSocketAddress address(Server server, int port) {
        InetSocketAddress address = server.address();
        return port == 0 ? address : new InetSocketAddress(address.getAddress(), port);
    }

    private static PoolSettings settings(CheckTiming timing, LinkConfig link) {
        Duration longest = timing.interval();
        for (Duration other : List.of(timing.fastInterval(), timing.downInterval())) {
            longest = other.compareTo(longest) > 0 ? other : longest;
        }
        long idleNanos = Math.min(INTERVALS_KEPT * longest.toNanos(), MOST_KEPT_NANOS);
        long timeoutNanos = timing.timeout().toNanos();
        return new PoolSettings(
                Policy.LEAST_REQUESTS, timeoutNanos, 0, 0, 0, 0, false, 1, idleNanos, 0, 0, link, false);
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
