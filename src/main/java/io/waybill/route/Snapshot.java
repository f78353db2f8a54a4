package io.waybill.route;

import io.waybill.pool.Pool;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The compiled configuration that exchanges read. Immutable; what changes at run time are the states of the servers in it.
 *
 * @param version counts the snapshots of this process, from 1
 * @param tables the routes of each listener, by its name
 * @param pools all pools, in the order of the configuration
 */
public record Snapshot(int version, Map<String, RouteTable> tables, List<Pool> pools) {

    public Snapshot {
        tables = Map.copyOf(tables);
        pools = List.copyOf(pools);
    }

    /** The routes of that listener, or null if it has none. */
    public @Nullable RouteTable table(String listener) {
        return tables.get(listener);
    }

    /** The pool of that name, or null. Searches: for the control plane. */
    public @Nullable Pool pool(String name) {
        return pools.stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
