package io.waybill.admin;

import io.waybill.admin.StatsView.PoolView;
import io.waybill.admin.StatsView.ServerView;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
            List<PoolView> pools = source.pools().stream().map(PoolView::of).toList();
            return json ? Answer.json(new StatsJson().pools(pools)) : Answer.text(200, StatsText.pools(pools));
        }
        String poolName = path.get(1);
        Optional<Pool> pool =
                source.pools().stream().filter(it -> it.name().equals(poolName)).findFirst();
        if (pool.isEmpty()) {
            String names = source.pools().stream().map(Pool::name).collect(Collectors.joining(", "));
            return Answer.text(404, "pool: found " + poolName + ", expected one of " + names + "\n");
        }
        if (path.size() == POOL_DEPTH) {
            PoolView view = PoolView.of(pool.get());
            return json ? Answer.json(new StatsJson().pool(view)) : Answer.text(200, StatsText.pools(List.of(view)));
        }
        if (path.size() == SERVER_DEPTH && path.get(2).equals("servers")) {
            return server(pool.get(), path.get(3), json);
        }
        return Answer.text(404, "there is no such path; below a pool there is servers/{server}\n");
    }

    private static Answer server(Pool pool, String name, boolean json) {
        Optional<Server> server =
                pool.servers().stream().filter(it -> it.name().equals(name)).findFirst();
        if (server.isEmpty()) {
            String names = pool.servers().stream().map(Server::name).collect(Collectors.joining(", "));
            return Answer.text(404, "server: found " + name + ", expected one of " + names + "\n");
        }
        ServerView view = ServerView.of(server.get());
        return json ? Answer.json(new StatsJson().server(view)) : Answer.text(200, StatsText.server(pool.name(), view));
    }
}
