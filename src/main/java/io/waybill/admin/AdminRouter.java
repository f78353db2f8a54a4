package io.waybill.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the path of a request to its page. Confined to the admin thread. */
final class AdminRouter {

    static final String ENDPOINTS = """
            GET /                                this list
            GET /stats                           JSON; ?format=text for people, ?format=prometheus for collectors
            GET /pools                           the pools of /stats; JSON or ?format=text
            GET /pools/{pool}                    one pool
            GET /pools/{pool}/servers/{server}   one server
            GET /metrics                         Prometheus text
            GET /health, /healthz                200 while the process answers
            GET /ready, /readyz                  200 while it serves requests, else 503 and the reason
            """;

    private final Map<List<String>, Page> pages = new LinkedHashMap<>();
    private final Page pools;

    AdminRouter(StatsSource source) {
        Page metrics = new MetricsPage(source);
        Page health = request -> Answer.text(200, "OK\n");
        Page ready = new ReadyPage(source);
        pools = new PoolsPage(source);
        pages.put(List.of(), request -> Answer.text(200, ENDPOINTS));
        pages.put(List.of("stats"), new StatsPage(source, metrics));
        pages.put(List.of("pools"), pools);
        pages.put(List.of("metrics"), metrics);
        pages.put(List.of("health"), health);
        pages.put(List.of("healthz"), health);
        pages.put(List.of("ready"), ready);
        pages.put(List.of("readyz"), ready);
    }

    Answer answer(AdminRequest request) {
        Page page = find(request.path());
        return page == null ? unknown() : page.answer(request);
    }

    /** What a method gets that no page of this path takes. */
    Answer refuse(AdminRequest request, String allowed) {
        return find(request.path()) == null
                ? unknown()
                : Answer.text(405, "this path takes the methods " + allowed + "\n");
    }

    private @Nullable Page find(List<String> path) {
        boolean underPools = path.size() > 1 && path.get(0).equals("pools");
        return underPools ? pools : pages.get(path);
    }

    private static Answer unknown() {
        return Answer.text(404, "there is no such path; these are:\n" + ENDPOINTS);
    }
}
