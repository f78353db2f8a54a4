package io.waybill.pool;

import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All servers and all statistics of pools that this process knows. Gives the same {@link Server} to every snapshot that
 * names the same (pool, server) at the same address, and the same statistics to every {@link Pool} of the same name.
 *
 * <p>Order of calls, for one configuration: {@link #server} and {@link #pool} for everything in it; {@link #retain} when
 * it is live. Confined to the control thread.
 */
public final class ServerRegistry {

    private final int loops;
    private final int failureKinds;
    private final Map<ServerId, Server> servers = new HashMap<>();
    private final Map<String, TrafficStats> traffic = new HashMap<>();
    private int slots;

    /**
     * Knows nothing yet.
     *
     * @param loops event loops of the process, each with counters of its own
     * @param failureKinds ways to fail that are counted apart
     */
    public ServerRegistry(int loops, int failureKinds) {
        this.loops = loops;
        this.failureKinds = failureKinds;
    }

    /**
     * The server of that identity; a new one, ready and not checked, if it is not known or had another address.
     *
     * @param address resolved by the caller; one that could not be resolved makes a server that is never picked
     * @param weight of a new server; a known one keeps its state, weight included, until the caller changes it
     */
    public Server server(ServerId id, InetSocketAddress address, int weight) {
        Server known = servers.get(id);
        if (known != null && isSame(known.address(), address)) {
            return known;
        }
        ServerStats stats = new ServerStats(new TrafficStats(loops, failureKinds), new ConnectionStats(loops));
        Server server = new Server(id, address, ServerState.initial(weight), slots++, stats);
        servers.put(id, server);
        return server;
    }

    /** The host name counts as well: it is what the server gets to see in Host. */
    private static boolean isSame(InetSocketAddress known, InetSocketAddress address) {
        return known.equals(address) && known.getHostString().equals(address.getHostString());
    }

    /** A pool over {@code servers}; it goes on counting where the last one of that name stopped. */
    public Pool pool(String name, PoolSettings settings, List<Server> servers) {
        TrafficStats counted = traffic.computeIfAbsent(name, pool -> new TrafficStats(loops, failureKinds));
        return new Pool(name, settings, servers, counted);
    }

    /** Forgets every server and every pool's statistics that none of {@code pools} has. */
    public void retain(Collection<Pool> pools) {
        Set<Server> kept = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Pool pool : pools) {
            names.add(pool.name());
            kept.addAll(pool.servers());
        }
        servers.values().retainAll(kept);
        traffic.keySet().retainAll(names);
    }

    /** All servers known, in no particular order. */
    public List<Server> servers() {
        return List.copyOf(servers.values());
    }

    /** How many slots were given out: every {@link Server#slot} is below. Numbers of forgotten servers stay unused. */
    public int slots() {
        return slots;
    }
}
