package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.control.ServerOverride.Aspect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the overrides under a configuration, and what yields to it: the operator who edits the file has the last
 * word. Immutable.
 *
 * @param kept those that hold
 * @param dropped those that do not
 */
record Reconciled(Overrides kept, List<Dropped> dropped) {

    Reconciled {
        dropped = List.copyOf(dropped);
    }

    /**
     * An override that yields.
     *
     * @param reason a word for the log
     * @param configured what the configuration says now; null if nothing
     */
    record Dropped(
            ServerOverride override,
            String reason,
            @Nullable String configured) {}

    /** @param pools as the files have them, before overrides and look-ups of names */
    static Reconciled of(Overrides overrides, List<PoolConfig> pools) {
        Map<String, PoolConfig> byName = new HashMap<>();
        pools.forEach(pool -> byName.put(pool.name(), pool));
        List<Dropped> dropped = new ArrayList<>();
        for (ServerOverride override : overrides.all()) {
            Dropped yields =
                    yields(override, overrides, byName.get(override.server().pool()));
            if (yields != null) {
                dropped.add(yields);
            }
        }
        Overrides kept =
                overrides.without(dropped.stream().map(Dropped::override).toList());
        return new Reconciled(kept, dropped);
    }

    private static @Nullable Dropped yields(ServerOverride override, Overrides all, @Nullable PoolConfig pool) {
        if (pool == null) {
            return new Dropped(override, "pool-gone", null);
        }
        String name = override.server().server();
        String then = override.configuredThen();
        if (then == null) {
            return yieldsAsAdded(override, all, named(name, pool));
        }
        ServerConfig server = configured(name, pool);
        if (server == null) {
            return new Dropped(override, "server-gone", null);
        }
        String now = value(server, override.aspect());
        return now.equals(then) ? null : new Dropped(override, "configured-value-changed", now);
    }

    /** Of a server that the configuration did not name. */
    private static @Nullable Dropped yieldsAsAdded(
            ServerOverride override, Overrides all, @Nullable ServerConfig server) {
        if (server != null) {
            return new Dropped(override, "configured-now", value(server, override.aspect()));
        }
        return all.isAdded(override.server()) ? null : new Dropped(override, "server-gone", null);
    }

    static @Nullable ServerConfig named(String name, PoolConfig pool) {
        return pool.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The server itself, or the one whose name stands for many: which addresses it has just now does not matter. */
    static @Nullable ServerConfig configured(String name, PoolConfig pool) {
        ServerConfig itself = named(name, pool);
        return itself != null
                ? itself
                : pool.servers().stream()
                        .filter(server -> !server.address().isIpLiteral() && name.startsWith(server.name() + "-"))
                        .findFirst()
                        .orElse(null);
    }

    private static String value(ServerConfig server, Aspect aspect) {
        return switch (aspect) {
            case STATE -> server.mode().word();
            case WEIGHT -> String.valueOf(server.weight());
            case MEMBER -> server.address().toString();
        };
    }
}
