package io.waybill.pool;

import io.waybill.balance.Balancer;
import io.waybill.stats.TrafficStats;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One backend pool, as one snapshot has it: its servers outlive the snapshot, and so do its statistics. Made by {@link
 * ServerRegistry}. Picking is safe from any thread and allocates nothing; {@link #usableServersChanged} is for the
 * control thread.
 */
public final class Pool {

    private final String name;
    private final PoolSettings settings;
    private final List<Server> servers;
    private final TrafficStats traffic;
    private volatile Usable usable;

    /** @param before the pool of that name that this one takes the place of, and goes on counting for; null if there is none */
    Pool(String name, PoolSettings settings, List<Server> servers, TrafficStats traffic, @Nullable Pool before) {
        this.name = name;
        this.settings = settings;
        this.servers = List.copyOf(servers);
        this.traffic = traffic;
        this.usable = Usable.of(this.servers, settings, before == null ? null : before.usable.last());
    }

    public String name() {
        return name;
    }

    public PoolSettings settings() {
        return settings;
    }

    /** All servers, usable or not, in the order of the configuration. */
    public List<Server> servers() {
        return servers;
    }

    public TrafficStats traffic() {
        return traffic;
    }

    /** How many servers may be picked now. */
    public int usableServers() {
        return usable.servers.length;
    }

    /** Whether so few servers are well that checks are disregarded. */
    public boolean isInPanic() {
        return usable.panic;
    }

    /** The server that the balancer chooses, or null if none is usable. */
    public @Nullable Server pick() {
        Usable now = usable;
        int chosen = now.balancer.choose();
        return chosen == Balancer.NONE ? null : now.servers[chosen];
    }

    /**
     * A server for one more attempt, or null if every usable one was tried.
     *
     * @param tried servers of the attempts so far; few
     */
    public @Nullable Server pickOther(List<Server> tried) {
        return usable.other(tried);
    }

    /** Control thread only: a server of this pool has become usable or unusable, or got another weight. */
    public void usableServersChanged() {
        usable = Usable.of(servers, settings, usable.last());
    }

    @Override
    public String toString() {
        return name;
    }

    /** The servers that may be picked, and the balancer over exactly these. Immutable. */
    private record Usable(Server[] servers, Balancer balancer, boolean panic) {

        /** @param last the server picked last, which the next one follows on; null if that does not matter */
        static Usable of(List<Server> all, PoolSettings settings, @Nullable Server last) {
            List<Server> well = all.stream().filter(Server::isUsable).toList();
            List<Server> disregarding =
                    all.stream().filter(Server::isUsableInPanic).toList();
            boolean panic = isPanic(well.size(), disregarding.size(), settings);
            List<Server> usable = panic ? disregarding : well;
            Balancer balancer = settings.policy().over(usable, behind(all, usable, last));
            return new Usable(usable.toArray(Server[]::new), balancer, panic);
        }

        /** The index of {@code last} among the usable servers or, if it is not one of them, of the next one before it. */
        private static int behind(List<Server> all, List<Server> usable, @Nullable Server last) {
            for (int i = last == null ? -1 : all.indexOf(last); i >= 0; i--) {
                int index = usable.indexOf(all.get(i));
                if (index >= 0) {
                    return index;
                }
            }
            return Balancer.NONE;
        }

        @Nullable
        Server last() {
            int last = balancer.last();
            return last == Balancer.NONE ? null : servers[last];
        }

        private static boolean isPanic(int well, int all, PoolSettings settings) {
            return well * 100 < all * settings.panicBelowPercent() && !(well == 0 && settings.hasFallback());
        }

        /**
         * The next one from a place drawn at random. The balancer is not asked: another attempt would take a turn of the
         * round that the next request should have had, and with two servers, one of them dead, every request would
         * begin at the dead one.
         */
        @Nullable
        Server other(List<Server> tried) {
            int start = servers.length == 0 ? 0 : ThreadLocalRandom.current().nextInt(servers.length);
            for (int step = 0; step < servers.length; step++) {
                Server next = servers[(start + step) % servers.length];
                if (!tried.contains(next)) {
                    return next;
                }
            }
            return null;
        }
    }
}
