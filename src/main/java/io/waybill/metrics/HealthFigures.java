package io.waybill.metrics;

import io.waybill.pool.AdminState;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether servers are well, and whether they are wanted, as figures. */
final class HealthFigures {

    private static final double NANOS_PER_SECOND = 1e9;

    private HealthFigures() {}

    static List<Figure> of(Pool pool) {
        long up = pool.servers().stream().filter(Server::isUsable).count();
        return List.of(
                Figure.gauge(
                        "servers",
                        "Servers, whatever their state",
                        pool.servers().size()),
                Figure.gauge("servers_up", "Servers that are well and wanted", up),
                Figure.gauge("usable_servers", "Servers that requests go to", pool.usableServers()),
                Figure.gauge("in_panic", "1 while checks are disregarded", pool.isInPanic()));
    }

    /** @param checks null for a server that is not checked, or not yet */
    static List<Figure> of(Server server, @Nullable CheckFigures checks) {
        ServerState state = server.state();
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.gauge(
                        "up",
                        "1 if checks call it well, or nobody checks it",
                        state.health().isWell()),
                Figure.gauge("usable", "1 if new requests may go to it", server.isUsable()),
                Figure.gauge("in_drain", "1 if the operator drains it", state.admin() == AdminState.DRAIN),
                Figure.gauge("in_maint", "1 if the operator maintains it", state.admin() == AdminState.MAINT),
                Figure.gauge("weight", "Its share, relative to its siblings", state.weight())));
        if (checks != null) {
            figures.add(Figure.gauge("check_passed", "1 if its last check passed", checks.passed()));
            figures.add(Figure.gauge(
                    "check_seconds", "How long its last check took", (double) checks.lastNanos() / NANOS_PER_SECOND));
            figures.add(Figure.counter("checks_failed", "Checks failed while it was not down", checks.failed()));
            figures.add(Figure.gauge("flapping", "1 while its checks pass and fail in turns", checks.flapping()));
        }
        return figures;
    }
}
