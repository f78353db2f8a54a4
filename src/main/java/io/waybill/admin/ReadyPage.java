package io.waybill.admin;

import io.waybill.pool.Pool;
import java.util.List;
import java.util.stream.Collectors;

/** {@code /ready}: whether a load balancer in front should send requests here, and if not, why. */
final class ReadyPage implements Page {

    private final StatsSource source;

    ReadyPage(StatsSource source) {
        this.source = source;
    }

    @Override
    public Answer answer(AdminRequest request) {
        return switch (source.phase()) {
            case STARTING -> notReady("starting");
            case DRAINING -> notReady("draining");
            case SERVING -> serving(source.pools());
        };
    }

    private static Answer serving(List<Pool> pools) {
        // A configuration of redirects only has no pool and needs none.
        if (pools.isEmpty() || pools.stream().anyMatch(pool -> pool.usableServers() > 0)) {
            return Answer.text(200, "OK\n");
        }
        return notReady(
                "no pool has a usable server: " + pools.stream().map(Pool::name).collect(Collectors.joining(", ")));
    }

    private static Answer notReady(String reason) {
        return Answer.text(503, "not ready: " + reason + "\n");
    }
}
