package io.waybill.health;

import io.waybill.config.CheckConfig;
import io.waybill.pool.Server;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All active checks of a process, on a loop of their own. The methods are safe from any thread. */
public final class HealthChecks implements AutoCloseable {

    /**
     * Begins to check a server, or goes on under other rules if it is checked already.
     *
     * @return done when the first check of this server is over; at once if it was over before, or is not waited for
     */
    public CompletableFuture<Void> start(Server server, CheckConfig how) {
        return CompletableFuture.completedFuture(null);
    }

    /** Ends the checks of a server and forgets what they found. */
    public void stop(Server server) {}

    /** Makes no checks for a while, keeping what is known: the server is in maintenance. */
    public void pause(Server server) {}

    /** Goes on after {@link #pause}, at once. */
    public void resume(Server server) {}

    /** The servers that are checked now. */
    public Collection<Server> servers() {
        return List.of();
    }

    /** What is known of the checks of a server; null if it is not checked. */
    public @Nullable CheckView view(Server server) {
        return null;
    }

    @Override
    public void close() {}
}
