package io.waybill.control;

import io.waybill.config.CheckConfig;
import io.waybill.config.LinkConfig;
import io.waybill.health.HealthChecks;
import io.waybill.pool.Server;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are checked, and how: starts, pauses, resumes and stops their checks as what is wanted of them changes.
 * Confined to the control thread.
 */
final class CheckPlan {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Supplier<HealthChecks> checks;
    private final Map<Server, Followed> followed = new HashMap<>();

    /** @param checks asked for not before the first server is to be checked */
    CheckPlan(Supplier<HealthChecks> checks) {
        this.checks = checks;
    }

    /**
     * How a server is checked.
     *
     * @param how the last that was told
     * @param link the last that was told
     * @param paused whether the server is in maintenance
     */
    private record Followed(CheckConfig how, LinkConfig link, boolean paused) {

        boolean isBy(CheckConfig other, LinkConfig otherLink) {
            return how.equals(other) && link.equals(otherLink);
        }
    }

    /**
     * Has the server checked like this from now on.
     *
     * @param how null for not at all
     * @param link how requests are sent to it
     * @param paused whether the server is in maintenance
     * @return done when the first check is over; at once where none is waited for
     */
    CompletableFuture<Void> follow(Server server, @Nullable CheckConfig how, LinkConfig link, boolean paused) {
        Followed before = followed.get(server);
        if (how == null) {
            stop(server);
            return DONE;
        }
        if (paused) {
            pause(server, how, link, before);
            return DONE;
        }
        followed.put(server, new Followed(how, link, false));
        if (before != null && before.paused() && before.isBy(how, link)) {
            checks.get().resume(server);
            return DONE;
        }
        if (before != null && before.paused()) {
            // what was found under the old rules must not count until the server was looked at again
            checks.get().stop(server);
        }
        boolean isRunning = before != null && !before.paused() && before.isBy(how, link);
        return isRunning ? DONE : checks.get().start(server, how, link);
    }

    private void pause(Server server, CheckConfig how, LinkConfig link, @Nullable Followed before) {
        if (before == null) {
            // it is started when the maintenance is over
            return;
        }
        if (!before.isBy(how, link)) {
            var unused = checks.get().start(server, how, link);
        }
        if (!before.paused()) {
            checks.get().pause(server);
        }
        followed.put(server, new Followed(how, link, true));
    }

    private void stop(Server server) {
        if (followed.remove(server) != null) {
            checks.get().stop(server);
        }
    }

    /** Stops the checks of all others. */
    void retain(Collection<Server> live) {
        List<Server> gone = new ArrayList<>(followed.keySet());
        gone.removeAll(new HashSet<>(live));
        gone.forEach(this::stop);
    }
}
