package io.waybill.control;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.ServerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations and overrides for tests, written short. */
final class Configured {

    static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    static final ChangedBy WHO = new ChangedBy("deploy", NOON, "deploy 42", null);

    private Configured() {}

    static WaybillConfig config(String yaml) {
        LoadResult read = ConfigFile.read(Path.of("waybill.yaml"), yaml, name -> null);
        if (read instanceof LoadResult.Loaded loaded) {
            return loaded.config();
        }
        throw new AssertionError(read.lines());
    }

    /** @param pools as under {@code pools:}, in one line */
    static List<PoolConfig> pools(String pools) {
        return config("routes: [{respond: {status: 404}}]\npools: " + pools + "\n")
                .pools();
    }

    static ServerId id(String poolAndServer) {
        int slash = poolAndServer.indexOf('/');
        return new ServerId(poolAndServer.substring(0, slash), poolAndServer.substring(slash + 1));
    }

    static ServerOverride override(String server, Aspect aspect, @Nullable String then, String value) {
        return override(server, aspect, then, value, null);
    }

    static ServerOverride override(
            String server, Aspect aspect, @Nullable String then, String value, @Nullable Duration ttl) {
        return new ServerOverride(id(server), aspect, then, value, "deploy", NOON, "deploy 42", ttl);
    }

    static ServerConfig server(List<PoolConfig> pools, String id) {
        ServerId wanted = id(id);
        return pools.stream()
                .filter(pool -> pool.name().equals(wanted.pool()))
                .flatMap(pool -> pool.servers().stream())
                .filter(server -> server.name().equals(wanted.server()))
                .findFirst()
                .orElseThrow();
    }
}
