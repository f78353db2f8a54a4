package io.waybill.bench;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.RequestHeads;
import io.waybill.route.Route;
import io.waybill.route.RouteRule;
import io.waybill.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What finding a route costs with few and with many of them: told apart by host, by path, or by both. {@code
 * sameRequest} asks for one route over and over, {@code everyRequest} for another one each time, so that with many routes
 * the memory they lie in counts too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RouteLookupBenchmark {

    private static final PoolSettings SETTINGS =
            new PoolSettings(Policy.RANDOM, 1, 1, 1, 0, 0, true, 1, 1, 0, 0, LinkConfig.STANDARD, false);
    private static final int REQUESTS = 64;

    @Param({"10", "1000", "10000"})
    public int routes;

    @Param({"hosts", "paths", "both"})
    public String shape = "";

    private RouteTable table = RouteTable.of(List.of());
    private RequestHead[] heads = {};
    private int next;

    /** Builds the table, and requests that are spread over all of it. */
    @Setup
    public void build() {
        Pool pool = new ServerRegistry(1, 1).pool("p", SETTINGS, List.of());
        List<RouteRule> rules = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            rules.add(RouteRule.prefix(host(i), path(i), Route.to(pool, "r" + i)));
        }
        table = RouteTable.of(rules);
        heads = new RequestHead[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            int rule = (int) ((long) i * routes / REQUESTS);
            String host = host(rule);
            heads[i] = RequestHeads.get(
                    (host == null ? "www.example.com" : host) + ":8080", path(rule) + "assets/app.js?v=1234");
            Route found = table.find(heads[i]);
            if (found == null || !found.name().equals("r" + rule)) {
                throw new IllegalStateException("request " + heads[i] + " does not find its route");
            }
        }
    }

    private @Nullable String host(int i) {
        return switch (shape) {
            case "hosts" -> "customer%05d.example.com".formatted(i);
            case "both" -> "customer%05d.example.com".formatted(i / 10);
            default -> null;
        };
    }

    private String path(int i) {
        return switch (shape) {
            case "hosts" -> "/v1/service/";
            case "both" -> "/v1/service%05d/".formatted(i % 10);
            default -> "/v1/service%05d/".formatted(i);
        };
    }

    /** The same route again and again. */
    @Benchmark
    public @Nullable Route sameRequest() {
        return table.find(heads[REQUESTS / 2]);
    }

    /** Another route each time, 64 of them in turn. */
    @Benchmark
    public @Nullable Route everyRequest() {
        next = (next + 1) & (REQUESTS - 1);
        return table.find(heads[next]);
    }
}
