package io.waybill.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the path of a request to what stands there. Confined to the admin thread. */
final class AdminRouter {

    static final String ENDPOINTS = """
            GET /                                        this list
            GET /stats                                   JSON; ?format=text for people, ?format=prometheus for collectors
            GET /pools                                   the pools of /stats; JSON or ?format=text
            GET /pools/{pool}                            one pool
            GET /pools/{pool}/servers/{server}           one server
            PATCH /pools/{pool}/servers/{server}         {"state": "ready|drain|maint", "weight": 0..256, "reason": "...", "ttl": "15m"}
            PUT /pools/{pool}/servers/{server}           adds it: {"address": "10.0.0.9:8080", ...}
            DELETE /pools/{pool}/servers/{server}        removes it; ?reason=
            GET /pools/{pool}/servers/{server}/history   its last checks and changes of state; JSON or ?format=text
            GET /overrides                               what was changed at run time, by whom and why; JSON or ?format=text
            POST /reload                                 reads the configuration file again; ?dryRun=true tells what would change
            GET /metrics                                 Prometheus text
            GET /health, /healthz                        200 while the process answers
            GET /ready, /readyz                          200 while it serves requests, else 503 and the reason
            """;

    static final String NO_SUCH_PATH =
            "there is no such path; GET / lists those that there are:\n" + ENDPOINTS.stripTrailing();

    private static final int SERVER_DEPTH = 4;
    private static final int HISTORY_DEPTH = 5;

    private final Map<List<String>, Endpoint> endpoints = new LinkedHashMap<>();
    private final Endpoint pools;
    private final Endpoint server;
    private final Endpoint history;

    AdminRouter(StatsSource source, Operations operations) {
        Page metrics = new MetricsPage(source);
        Endpoint health = Endpoint.open(request -> Answer.text(200, "OK\n"));
        Endpoint ready = Endpoint.open(new ReadyPage(source));
        Page poolsPage = new PoolsPage(source);
        pools = Endpoint.page(poolsPage);
        server = new Endpoint(poolsPage, false, new ServerChanges(operations, source).byMethod());
        history = Endpoint.page(new HistoryPage(source));
        endpoints.put(List.of(), Endpoint.page(request -> Answer.text(200, ENDPOINTS)));
        endpoints.put(List.of("stats"), Endpoint.page(new StatsPage(source, metrics)));
        endpoints.put(List.of("pools"), pools);
        endpoints.put(List.of("overrides"), Endpoint.page(new OverridesPage(source)));
        endpoints.put(List.of("reload"), new Endpoint(null, false, Map.of("POST", new ReloadChange(operations))));
        endpoints.put(List.of("metrics"), Endpoint.page(metrics));
        endpoints.put(List.of("health"), health);
        endpoints.put(List.of("healthz"), health);
        endpoints.put(List.of("ready"), ready);
        endpoints.put(List.of("readyz"), ready);
    }

    /** What stands at a path, or null if nothing does. */
    @Nullable
    Endpoint find(List<String> path) {
        if (path.size() < 2 || !path.get(0).equals("pools")) {
            return endpoints.get(path);
        }
        boolean belowServers = path.size() >= SERVER_DEPTH && path.get(2).equals("servers");
        if (belowServers && path.size() == SERVER_DEPTH) {
            return server;
        }
        boolean isHistory = belowServers
                && path.size() == HISTORY_DEPTH
                && path.get(SERVER_DEPTH).equals("history");
        return isHistory ? history : pools;
    }
}
