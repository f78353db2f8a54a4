package io.waybill.pool;

import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
    private final Map<String, Pool> pools = new HashMap<>();
    /** Also those whose identity another address has taken over. */
    private final Set<Server> known = new LinkedHashSet<>();

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
        Server before = servers.get(id);
        if (before != null && isSame(before.address(), address)) {
            return before;
        }
        ServerStats stats = new ServerStats(new TrafficStats(loops, failureKinds), new ConnectionStats(loops));
        Server server = new Server(id, address, ServerState.initial(weight), slots++, stats);
        servers.put(id, server);
        known.add(server);
        return server;
    }

    /** The host name counts as well: it is what the server gets to see in Host. */
    private static boolean isSame(InetSocketAddress before, InetSocketAddress address) {
        return before.equals(address) && before.getHostString().equals(address.getHostString());
    }

    /** A pool over {@code servers}: the one known by that name if nothing about it is different, else one that goes on
     * counting where that one stopped. */
    public Pool pool(String name, PoolSettings settings, List<Server> servers) {
        Pool known = pools.get(name);
        if (known != null
                && known.settings().equals(settings)
                && known.servers().equals(servers)) {
            return known;
        }
        TrafficStats counted = known == null ? new TrafficStats(loops, failureKinds) : known.traffic();
        Pool pool = new Pool(name, settings, servers, counted);
        pools.put(name, pool);
        return pool;
    }

    /**
     * Forgets, and {@link Server#retire retires}, every server that none of {@code live} has, and forgets every other pool.
     * What {@code live} has is what is known, also if something else was asked for by the same name since: so this ends a
     * configuration that did not become live as well.
     *
     * @return the servers forgotten
     */
    public List<Server> retain(Collection<Pool> live) {
        Set<Server> kept = new HashSet<>();
        for (Pool pool : live) {
            kept.addAll(pool.servers());
        }
        List<Server> gone =
                known.stream().filter(server -> !kept.contains(server)).toList();
        gone.forEach(Server::retire);
        known.retainAll(kept);
        servers.clear();
        pools.clear();
        for (Pool pool : live) {
            pools.put(pool.name(), pool);
            pool.servers().forEach(server -> servers.put(new ServerId(pool.name(), server.name()), server));
        }
        return gone;
    }
}
