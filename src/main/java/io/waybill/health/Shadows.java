package io.waybill.health;

import io.netty.channel.EventLoop;
import io.waybill.balance.Policy;
import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
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

/** The {@link Shadow}s of all servers that are checked. Confined to one event loop. */
final class Shadows {

    /** A connection is kept for so many intervals, so that the next check finds it. */
    private static final int INTERVALS_KEPT = 3;

    private final EventLoop eventLoop;
    private final Connector connector;
    private final ServerRegistry registry = new ServerRegistry(1, Failure.count());
    private final Map<Server, Shadow> shadows = new HashMap<>();
    private boolean sweeping;

    Shadows(EventLoop eventLoop, Connector connector) {
        this.eventLoop = eventLoop;
        this.connector = connector;
    }

    /**
     * The shadow of a server under these rules; one under other rules is replaced.
     *
     * @param server whose address is resolved
     */
    Shadow of(Server server, CheckConfig how) {
        // The slot tells apart two servers of one name, of which the one takes the place of the other.
        String pool = "check-" + server.slot();
        Server asked = registry.server(new ServerId(pool, server.toString()), address(server, how.port()), 1);
        Shadow shadow = new Shadow(registry.pool(pool, settings(how.timing()), List.of(asked)), asked);
        Shadow before = shadows.put(server, shadow);
        if (before != null && before.server() != asked) {
            retire(before);
        }
        return shadow;
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
        long idleNanos = longest.multipliedBy(INTERVALS_KEPT).toNanos();
        long timeoutNanos = timing.timeout().toNanos();
        return new PoolSettings(Policy.ROUND_ROBIN, timeoutNanos, 0, 0, 0, false, 1, idleNanos, 0, 0, false);
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
