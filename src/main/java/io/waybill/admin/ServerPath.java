package io.waybill.admin;

import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool and a server as a path names them, looked up. Immutable. */
final class ServerPath {

    private final List<Pool> pools;
    private final String poolName;
    private final String serverName;
    private final @Nullable Pool pool;
    private final @Nullable Server server;

    ServerPath(List<Pool> pools, String poolName, String serverName) {
        this.pools = pools;
        this.poolName = poolName;
        this.serverName = serverName;
        Pool found = pools.stream()
                .filter(it -> it.name().equals(poolName))
                .findFirst()
                .orElse(null);
        this.pool = found;
        this.server = found == null
                ? null
                : found.servers().stream()
                        .filter(it -> it.name().equals(serverName))
                        .findFirst()
                        .orElse(null);
    }

    @Nullable
    Pool pool() {
        return pool;
    }

    @Nullable
    Server server() {
        return server;
    }

    /** What a request gets that named something else. */
    Answer unknown() {
        Pool of = pool;
        return of == null
                ? notFound("pool", poolName, pools.stream().map(Pool::name).toList())
                : notFound(
                        "server",
                        serverName,
                        of.servers().stream().map(Server::name).toList());
    }

    private static Answer notFound(String what, String found, List<String> names) {
        return Answer.text(404, what + ": found " + found + ", expected one of " + String.join(", ", names) + "\n");
    }
}
