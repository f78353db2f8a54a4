package io.waybill.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.config.PoolConfig;
import io.waybill.config.RouteAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolChainTest {

    private static final RouteAction SORRY = new RouteAction.Respond(503, "sorry", "text/plain");

    @TempDir
    Path directory;

    @Test
    void poolsFollowEachOtherUntilOneSaysNoMore() throws IOException {
        Map<String, RouteAction> next = Map.of("a", to("b"), "b", to("c"));
        assertEquals(new PoolChain(List.of("a", "b", "c"), null), PoolChain.of(to("a"), pools(next)));
        assertEquals(new PoolChain(List.of("c"), null), PoolChain.of(to("c"), pools(next)));
    }

    @Test
    void anAnswerEndsTheChain() throws IOException {
        assertEquals(
                new PoolChain(List.of("a", "b"), SORRY),
                PoolChain.of(to("a"), pools(Map.of("a", to("b"), "b", SORRY, "c", to("a")))));
        assertEquals(new PoolChain(List.of(), SORRY), PoolChain.of(SORRY, pools(Map.of())));
    }

    @Test
    void aCircleIsWalkedOnce() throws IOException {
        Map<String, RouteAction> next = Map.of("a", to("b"), "b", to("c"), "c", to("a"));
        assertEquals(new PoolChain(List.of("b", "c", "a"), null), PoolChain.of(to("b"), pools(next)));
        assertEquals(new PoolChain(List.of("a"), null), PoolChain.of(to("a"), pools(Map.of("a", to("a")))));
    }

    private static RouteAction to(String pool) {
        return new RouteAction.ToPool(pool);
    }

    /** Pools a, b and c. */
    private List<PoolConfig> pools(Map<String, RouteAction> onNoServer) throws IOException {
        Path file = directory.resolve("waybill.yaml");
        Files.writeString(file, """
                routes: [{pool: a}]
                pools:
                  a: {servers: ["127.0.0.1:1"]}
                  b: {servers: ["127.0.0.1:2"]}
                  c: {servers: ["127.0.0.1:3"]}
                """);
        LoadResult.Loaded loaded = (LoadResult.Loaded) ConfigFile.read(file, name -> null);
        List<PoolConfig> pools = new ArrayList<>();
        for (PoolConfig pool : loaded.config().pools()) {
            pools.add(new PoolConfig(
                    pool.name(),
                    pool.balance(),
                    pool.servers(),
                    pool.preserveHost(),
                    pool.timeouts(),
                    pool.idle(),
                    pool.check(),
                    pool.panicBelowPercent(),
                    pool.link(),
                    onNoServer.get(pool.name())));
        }
        return pools;
    }
}
