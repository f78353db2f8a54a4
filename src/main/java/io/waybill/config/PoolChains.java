package io.waybill.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which pool stands in for which when no server is left, and whether that goes round in a circle. */
final class PoolChains {

    private final Map<String, Link> links = new LinkedHashMap<>();

    /**
     * Where {@code onNoServer} of a pool leads.
     *
     * @param written the name of that pool, as it stands in the file
     */
    private record Link(String next, Value written) {}

    void add(String pool, String next, Value written) {
        links.put(pool, new Link(next, written));
    }

    /** Reports each circle once, where its first pool in the order of the file leaves for the next. */
    void reportCircles() {
        Set<String> seen = new HashSet<>();
        for (String first : links.keySet()) {
            List<String> chain = new ArrayList<>();
            String pool = first;
            while (links.containsKey(pool) && seen.add(pool)) {
                chain.add(pool);
                pool = links.get(pool).next();
            }
            int start = chain.indexOf(pool);
            if (start >= 0) {
                report(chain.subList(start, chain.size()));
            }
        }
    }

    private void report(List<String> circle) {
        Link link = links.get(circle.get(0));
        if (link != null) {
            String shown = String.join(" -> ", circle) + " -> " + circle.get(0);
            link.written()
                    .wrong(
                            "a circle of pools: " + Shown.text(shown),
                            circle.size() == 1 ? "another pool" : "a chain of pools that ends",
                            circle.size() == 1
                                    ? "remove onNoServer, or let it respond"
                                    : "remove onNoServer of one of them, or let it respond");
        }
    }
}
