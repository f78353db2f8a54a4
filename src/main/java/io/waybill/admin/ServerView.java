package io.waybill.admin;

import io.waybill.control.ServerOverride;
import io.waybill.health.CheckView;
import io.waybill.pool.AdminState;
import io.waybill.pool.Server;
import io.waybill.pool.ServerState;
import io.waybill.pool.Transition;
import io.waybill.stats.ConnectionView;
import io.waybill.stats.TrafficView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One server of a pool. Immutable.
 *
 * @param secure whether it is spoken to over TLS
 * @param status in HAProxy's words
 * @param adminState what the operator wants of it
 * @param usable whether new requests may go to it
 * @param overrides what operators changed of it at run time
 * @param transitions its last changes of state, the oldest first
 */
record ServerView(
        String name,
        String address,
        boolean secure,
        String status,
        AdminState adminState,
        boolean usable,
        int weight,
        @Nullable CheckView check,
        List<ServerOverride> overrides,
        List<Transition> transitions,
        TrafficView traffic,
        ConnectionView connections) {

    private static final String DOWN = "DOWN";

    static ServerView of(Server server, @Nullable CheckView check, List<ServerOverride> overrides) {
        ServerState state = server.state();
        return new ServerView(
                server.name(),
                Addresses.text(server.address()),
                server.isSecure(),
                server.status(),
                state.admin(),
                server.isUsable(),
                state.weight(),
                check,
                overrides,
                server.transitions(),
                server.traffic().view(),
                server.connections().view());
    }

    /** Since when checks call it down; null if they do not, or did so from the start. */
    @Nullable
    Instant downSince() {
        Instant since = null;
        for (int i = transitions.size() - 1; i >= 0 && status.startsWith(DOWN); i--) {
            if (!transitions.get(i).to().startsWith(DOWN)) {
                break;
            }
            since = transitions.get(i).at();
        }
        return since;
    }
}
