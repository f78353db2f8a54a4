package io.waybill.control;

import io.waybill.config.ListenerConfig;
import io.waybill.config.PoolConfig;
import io.waybill.config.RouteConfig;
import io.waybill.config.ServerConfig;
import io.waybill.config.WaybillConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What differs between two configurations, for people and scripts. Immutable.
 *
 * @param added such as {@code server app/a4}, {@code pool app}, {@code listener edge}, {@code route api.example.com/v1/}
 * @param changed such as {@code server app/a3: weight 1 -> 4}
 * @param removed as {@code added}
 * @param closing which connections would have to close; normally none
 */
public record ConfigDiff(List<String> added, List<String> changed, List<String> removed, List<String> closing) {

    static final ConfigDiff NONE = new ConfigDiff(List.of(), List.of(), List.of(), List.of());

    /** Told of one by one, by name. */
    private static final Set<String> ROOT_PARTS = Set.of("listeners", "routes", "pools");

    private static final Set<String> POOL_PARTS = Set.of("name", "servers");
    private static final Set<String> NAME_ONLY = Set.of("name");
    private static final Set<String> PLACE_ONLY = Set.of("place");

    public ConfigDiff {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        closing = List.copyOf(closing);
    }

    /** What differs; the order is that of the configuration. */
    public static ConfigDiff between(WaybillConfig before, WaybillConfig after) {
        Collector found = new Collector();
        FieldDifferences.of(before, after, ROOT_PARTS).forEach(found.changed::add);
        found.compare(listeners(before), listeners(after), NAME_ONLY);
        closing(before, after, found.closing);
        found.compare(routes(before), routes(after), PLACE_ONLY);
        found.compare(pools(before), pools(after), POOL_PARTS);
        found.compare(servers(before), servers(after), NAME_ONLY);
        return new ConfigDiff(found.added, found.changed, found.removed, found.closing);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    private static void closing(WaybillConfig before, WaybillConfig after, List<String> closing) {
        for (ListenerConfig listener : before.listeners()) {
            if (after.listeners().stream().noneMatch(now -> takesOver(listener, now))) {
                closing.add("listener " + listener.name() + ": connections to " + listener.address()
                        + " close after their current response");
            }
        }
    }

    private static boolean takesOver(ListenerConfig before, ListenerConfig now) {
        boolean isFixed = before.address().port() != 0 || before.name().equals(now.name());
        return isFixed && ListenerSet.isSameSocket(before, now);
    }

    private static Map<String, Record> listeners(WaybillConfig config) {
        Map<String, Record> named = new LinkedHashMap<>();
        config.listeners().forEach(listener -> named.put("listener " + listener.name(), listener));
        return named;
    }

    private static Map<String, Record> pools(WaybillConfig config) {
        Map<String, Record> named = new LinkedHashMap<>();
        config.pools().forEach(pool -> named.put("pool " + pool.name(), pool));
        return named;
    }

    private static Map<String, Record> servers(WaybillConfig config) {
        Map<String, Record> named = new LinkedHashMap<>();
        for (PoolConfig pool : config.pools()) {
            for (ServerConfig server : pool.servers()) {
                named.put("server " + pool.name() + "/" + server.name(), server);
            }
        }
        return named;
    }

    private static Map<String, Record> routes(WaybillConfig config) {
        Map<String, Record> named = new LinkedHashMap<>();
        config.routes().forEach(route -> named.put(label(route), route));
        return named;
    }

    /** All that makes one route another one than its siblings. */
    private static String label(RouteConfig route) {
        StringBuilder label = new StringBuilder("route ");
        switch (route.path().kind()) {
            case EXACT -> label.append("= ");
            case REGEX -> label.append("~ ");
            case PREFIX -> {}
        }
        label.append(route.host() == null ? "" : route.host())
                .append(route.path().text());
        if (!route.methods().isEmpty()) {
            label.append(" ").append(String.join(",", route.methods()));
        }
        if (!route.headers().isEmpty()) {
            label.append(" ").append(route.headers());
        }
        return route.listener() == null
                ? label.toString()
                : label.append(" on ").append(route.listener()).toString();
    }

    /** What was found so far. */
    private static final class Collector {

        private final List<String> added = new ArrayList<>();
        private final List<String> changed = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private final List<String> closing = new ArrayList<>();

        /** @param unsaid components of the records that are told of elsewhere */
        void compare(Map<String, Record> before, Map<String, Record> after, Set<String> unsaid) {
            after.forEach((label, now) -> {
                Record then = before.get(label);
                if (then == null) {
                    added.add(label);
                } else {
                    FieldDifferences.of(then, now, unsaid).forEach(what -> changed.add(label + ": " + what));
                }
            });
            before.keySet().stream().filter(label -> !after.containsKey(label)).forEach(removed::add);
        }
    }
}
