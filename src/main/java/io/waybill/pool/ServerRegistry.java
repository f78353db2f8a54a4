package io.waybill.pool;

import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final Map<Identity, Server> servers = new LinkedHashMap<>();
    private final Map<String, Pool> pools = new HashMap<>();

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
     * The server of that identity; a new one, ready and not checked, if it is not known, or only at another address.
     *
     * @param address resolved by the caller; one that could not be resolved makes a server that is never picked
     * @param secure whether it is spoken to over TLS
     * @param weight of a new server; a known one keeps its state, weight included, until the caller changes it
     */
    public Server server(ServerId id, InetSocketAddress address, boolean secure, int weight) {
        return servers.computeIfAbsent(Identity.of(id, address, secure), unused -> {
            ServerStats stats = new ServerStats(new TrafficStats(loops, failureKinds), new ConnectionStats(loops));
            return new Server(id, address, secure, ServerState.initial(weight), slots++, stats);
        });
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
        Pool pool = new Pool(name, settings, servers, counted, known);
        pools.put(name, pool);
        return pool;
    }

    /**
     * Forgets, and {@link Server#retire retires}, every server that none of {@code live} has, and forgets every other pool:
     * also one that was made in the place of a live one, for a configuration that did not become live after all.
     *
     * @return the servers forgotten
     */
    public List<Server> retain(Collection<Pool> live) {
        Set<Server> kept = new HashSet<>();
        for (Pool pool : live) {
            kept.addAll(pool.servers());
        }
        List<Server> gone = servers.values().stream()
                .filter(server -> !kept.contains(server))
                .toList();
        gone.forEach(Server::retire);
        servers.values().retainAll(kept);
        pools.clear();
        live.forEach(pool -> pools.put(pool.name(), pool));
        return gone;
    }

    /** What makes a server the same one. The host name counts as well: it is what the server gets to see in Host. */
    private record Identity(ServerId id, InetSocketAddress address, String host, boolean secure) {

        static Identity of(ServerId id, InetSocketAddress address, boolean secure) {
            return new Identity(id, address, address.getHostString(), secure);
        }
    }
}
