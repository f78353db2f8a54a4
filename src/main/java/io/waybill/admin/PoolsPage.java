package io.waybill.admin;

import io.waybill.admin.StatsView.PoolView;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.util.List;

/** {@code /pools}, {@code /pools/{pool}} and {@code /pools/{pool}/servers/{server}}: one part of {@code /stats}. */
final class PoolsPage implements Page {

    private static final int POOL_DEPTH = 2;
    private static final int SERVER_DEPTH = 4;

    private final StatsSource source;

    PoolsPage(StatsSource source) {
        this.source = source;
    }

    @Override
    public Answer answer(AdminRequest request) {
        String name = request.parameter("format");
        Format format = Format.of(name);
        if (format == null || format == Format.PROMETHEUS) {
            return Format.unknown(name, Format.JSON, Format.TEXT);
        }
        boolean json = format == Format.JSON;
        List<String> path = request.path();
        if (path.size() < POOL_DEPTH) {
            List<PoolView> pools = new StatsReader(source).pools();
            return json ? Answer.json(StatsJson.pools(pools)) : Answer.text(200, StatsText.pools(pools));
        }
        if (path.size() == POOL_DEPTH) {
            ServerPath named = new ServerPath(source.pools(), path.get(1), "");
            Pool pool = named.pool();
            return pool == null ? named.unknown() : pool(pool, json);
        }
        if (path.size() == SERVER_DEPTH && path.get(2).equals("servers")) {
            ServerPath named = new ServerPath(source.pools(), path.get(1), path.get(3));
            Server server = named.server();
            return server == null ? named.unknown() : server(path.get(1), server, json);
        }
        return Answer.text(404, "there is no such path; below a pool there is servers/{server}\n");
    }

    private Answer pool(Pool pool, boolean json) {
        PoolView view = new StatsReader(source).pool(pool);
        return json ? Answer.json(StatsJson.pool(view)) : Answer.text(200, StatsText.pools(List.of(view)));
    }

    private Answer server(String pool, Server server, boolean json) {
        ServerView view = new StatsReader(source).server(pool, server);
        return json ? Answer.json(StatsJson.server(view)) : Answer.text(200, StatsText.server(pool, view));
    }
}
