package io.waybill.admin;

import io.waybill.admin.StatsView.PoolView;
import io.waybill.control.ServerOverride;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.stats.ConnectionView;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Copies pools and servers for one answer. Confined to one request. */
final class StatsReader {

    private final StatsSource source;
    private final Map<ServerId, List<ServerOverride>> overrides;

    StatsReader(StatsSource source) {
        this.source = source;
        this.overrides = source.overrides().stream().collect(Collectors.groupingBy(ServerOverride::server));
    }

    List<PoolView> pools() {
        return source.pools().stream().map(this::pool).toList();
    }

    PoolView pool(Pool pool) {
        List<ServerView> servers = pool.servers().stream()
                .map(server -> server(pool.name(), server))
                .toList();
        ConnectionView connections =
                servers.stream().map(ServerView::connections).reduce(ConnectionView.NONE, ConnectionView::plus);
        return new PoolView(
                pool.name(),
                (int) servers.stream().filter(ServerView::usable).count(),
                pool.usableServers(),
                pool.isInPanic(),
                LinkView.of(pool),
                pool.traffic().view(),
                connections,
                servers);
    }

    ServerView server(String pool, Server server) {
        List<ServerOverride> of = overrides.getOrDefault(new ServerId(pool, server.name()), List.of());
        return ServerView.of(server, source.checks(server), of);
    }
}
