package io.waybill.health;

import io.waybill.config.CheckConfig;
import io.waybill.config.InitialState;
import io.waybill.config.LinkConfig;
import io.waybill.config.ServerHttp;
import io.waybill.exchange.Connector;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.pool.Health;
import io.waybill.pool.Server;
import io.waybill.requestid.RequestIdGenerator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All active checks of a process, on a loop of their own. The methods are safe from any thread. */
public final class HealthChecks implements AutoCloseable {

    private final CheckLoop on;
    private final Map<Server, ServerCheck> checks = new ConcurrentHashMap<>();

    /**
     * Checks nothing yet.
     *
     * @param loop on which everything runs; best one that no request runs on
     * @param connector of that loop
     * @param ids of that loop
     * @param heads of that loop
     * @param idHeader name of the field that carries the ID of a check
     * @param listener told of every change
     */
    public HealthChecks(
            Loop loop,
            Connector connector,
            RequestIdGenerator ids,
            HeadPool heads,
            String idHeader,
            HealthListener listener) {
        this.on = new CheckLoop(loop, connector, ids, heads, idHeader, listener);
    }

    /** What counts of a server under these rules until its first check is over. The listener is told what differs from it. */
    public static Health initial(CheckConfig how) {
        return switch (how.initialState()) {
            case UP -> Health.trusted(how.rise(), how.fall());
            case CHECK, DOWN -> Health.unseen(how.rise(), how.fall());
        };
    }

    /**
     * How checks speak to a server that requests are sent to by {@code link}. The control plane has TLS ready for it before
     * {@link #start}, if the check is made over TLS.
     */
    public static LinkConfig link(CheckConfig how, LinkConfig link) {
        return how.grpc() == null || link.http() == ServerHttp.H2
                ? link
                : new LinkConfig(ServerHttp.H2, link.tls(), link.sendProxy());
    }

    /**
     * Begins to check a server, or goes on under other rules if it is checked already, keeping what is known.
     *
     * @param link how it is spoken to by requests
     * @return done when the first check of this server is over, or it is paused or stopped before; at once if its state
     *     does not wait for a check; done on the loop of the checks
     */
    public CompletableFuture<Void> start(Server server, CheckConfig how, LinkConfig link) {
        ServerCheck fresh = new ServerCheck(on, server, how, link);
        ServerCheck known = checks.putIfAbsent(server, fresh);
        ServerCheck check = known == null ? fresh : known;
        on.execute(known == null ? fresh::begin : () -> known.use(how, link));
        return how.initialState() == InitialState.CHECK
                ? check.first().copy()
                : CompletableFuture.completedFuture(null);
    }

    /** Ends the checks of a server and forgets what they found. */
    public void stop(Server server) {
        ServerCheck check = checks.remove(server);
        if (check != null) {
            on.execute(check::stop);
        }
    }

    /** Makes no checks for a while, keeping what is known: the server is in maintenance. */
    public void pause(Server server) {
        withCheckOf(server, ServerCheck::pause);
    }

    /** Goes on after {@link #pause}, at once. */
    public void resume(Server server) {
        withCheckOf(server, ServerCheck::resume);
    }

    private void withCheckOf(Server server, Consumer<ServerCheck> call) {
        ServerCheck check = checks.get(server);
        if (check != null) {
            on.execute(() -> call.accept(check));
        }
    }

    /** The servers that are checked now, those that are paused included. */
    public Collection<Server> servers() {
        return List.copyOf(checks.keySet());
    }

    /** What is known of the checks of a server; null if it is not checked. */
    public @Nullable CheckView view(Server server) {
        ServerCheck check = checks.get(server);
        return check == null ? null : check.view();
    }

    /** Ends all checks; to be called before their loop ends. */
    @Override
    public void close() {
        servers().forEach(this::stop);
    }
}
