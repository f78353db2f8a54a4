package io.waybill.admin;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import io.waybill.control.ServerOverride;
import io.waybill.exchange.Failure;
import io.waybill.health.CheckView;
import io.waybill.pool.AdminState;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A source of statistics that a test fills: one listener, and pools with the servers it names. */
final class TestSource implements StatsSource {

    static final long SECOND = 1_000_000_000;
    static final long MILLI = 1_000_000;

    final TrafficStats listenerTraffic = new TrafficStats(1, Failure.values().length);
    final ConnectionStats listenerConnections = new ConnectionStats(1);
    final List<Pool> pools = new ArrayList<>();
    String base = "/opt/waybill";
    String lastError = "";
    String listener = "edge";
    List<String> notices = List.of();
    List<String> tokens = List.of();
    final List<ServerOverride> overrides = new CopyOnWriteArrayList<>();
    final ProtocolStats listenerProtocols = new ProtocolStats(1);

    @Nullable
    TlsFacts tls;

    final Map<String, CheckView> checks = new ConcurrentHashMap<>();
    volatile LifePhase phase = LifePhase.SERVING;

    private final ServerRegistry registry = new ServerRegistry(1, Failure.values().length);

    /** Adds a pool whose servers listen on 10.0.0.1:8080, 10.0.0.2:8080 and so on. */
    TestSource pool(String name, String... serverNames) {
        PoolSettings settings = new PoolSettings(
                Policy.ROUND_ROBIN,
                SECOND,
                SECOND,
                SECOND,
                0,
                0,
                true,
                16,
                30 * SECOND,
                0,
                0,
                LinkConfig.STANDARD,
                false);
        List<Server> servers = new ArrayList<>();
        for (String server : serverNames) {
            InetSocketAddress address =
                    new InetSocketAddress("10.0." + servers.size() / 250 + "." + (servers.size() % 250 + 1), 8080);
            servers.add(registry.server(new ServerId(name, server), address, false, 1));
        }
        pools.add(registry.pool(name, settings, servers));
        return this;
    }

    void maintain(int pool) {
        for (Server server : pools.get(pool).servers()) {
            server.state(server.state().with(AdminState.MAINT), "test");
        }
        pools.get(pool).usableServersChanged();
    }

    @Override
    public ProcessFacts process() {
        return new ProcessFacts(
                base,
                "release",
                "waybill run --config /etc/waybill/waybill.yaml",
                "/",
                "edge1.example.com",
                4711,
                "waybill",
                "1.2.3",
                "edge1",
                Instant.now().minusSeconds(11_592));
    }

    @Override
    public RuntimeFacts runtime() {
        return new RuntimeFacts("epoll", 2);
    }

    @Override
    public ConfigFacts config() {
        return new ConfigFacts(
                "/etc/waybill/waybill.yaml",
                "0123456789abcdef".repeat(4),
                7,
                Instant.parse("2026-11-20T16:00:00Z"),
                Instant.parse("2026-11-20T17:00:00Z"),
                lastError.isEmpty() ? null : lastError,
                notices,
                tokens);
    }

    @Override
    public AccessLogFacts accessLog() {
        return new AccessLogFacts(123, 4);
    }

    @Override
    public LifePhase phase() {
        return phase;
    }

    @Override
    public List<ListenerFacts> listeners() {
        return List.of(new ListenerFacts(
                listener, "0.0.0.0:8080", "open", listenerTraffic, listenerConnections, listenerProtocols, tls));
    }

    @Override
    public List<Pool> pools() {
        return pools;
    }

    @Override
    public @Nullable CheckView checks(Server server) {
        return checks.get(server.toString());
    }

    @Override
    public List<ServerOverride> overrides() {
        return overrides;
    }

    @Override
    public String metrics() {
        return "waybill_requests_total 3\n";
    }
}
