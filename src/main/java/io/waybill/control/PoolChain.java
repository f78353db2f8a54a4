package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.config.RouteAction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a request may end up: the pool of its route, the pools that take its place when it has no usable server, and at
 * last an answer of Waybill's own. Immutable.
 *
 * @param pools names, in the order in which they are asked, each once; empty if Waybill answers every request itself
 * @param answer a redirect or a response; null if there is none
 */
record PoolChain(List<String> pools, @Nullable RouteAction answer) {

    PoolChain {
        pools = List.copyOf(pools);
    }

    /** Follows {@code onNoServer} from pool to pool; stops where it leads back. */
    static PoolChain of(RouteAction action, List<PoolConfig> all) {
        Set<String> names = new LinkedHashSet<>();
        RouteAction next = action;
        while (next instanceof RouteAction.ToPool target && names.add(target.pool())) {
            next = onNoServer(target.pool(), all);
        }
        return new PoolChain(new ArrayList<>(names), next instanceof RouteAction.ToPool ? null : next);
    }

    private static @Nullable RouteAction onNoServer(String pool, List<PoolConfig> all) {
        for (PoolConfig config : all) {
            if (config.name().equals(pool)) {
                return config.onNoServer();
            }
        }
        return null;
    }
}
