package io.waybill.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code pools}. */
final class PoolReader {

    private static final String EXAMPLE = "pools: {web: {servers: [\"127.0.0.1:8081\"]}}";
    private static final String SERVERS = "a list of at least one server";
    private static final String SERVERS_EXAMPLE = "servers: [\"10.0.0.11:8080\"]";

    private final PoolTimeouts timeouts;

    /** @param timeouts those of a pool that does not have its own */
    PoolReader(PoolTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    List<PoolConfig> pools(Value value) {
        List<PoolConfig> pools = new ArrayList<>();
        for (Value.Named named : value.entries("names and servers of pools", "write for example " + EXAMPLE)) {
            Names.check(named, "pool");
            PoolConfig pool = pool(named);
            if (pool != null) {
                pools.add(pool);
            }
        }
        return pools;
    }

    private @Nullable PoolConfig pool(Value.Named named) {
        Section section = Section.of(named.value(), Keys.POOL);
        Balance balance = section.choice("balance", Balance.ROUND_ROBIN);
        boolean preserveHost = section.flag("preserveHost", true);
        PoolTimeouts ownTimeouts = timeouts(section.get("timeouts"));
        IdleConfig idle = idle(section.get("idleConnections"));
        CheckConfig check = check(section.get("check"));
        Value written = section.need("servers", SERVERS, "add for example " + SERVERS_EXAMPLE);
        List<ServerConfig> servers = written == null ? List.of() : servers(written, check);
        return servers.isEmpty()
                ? null
                : new PoolConfig(named.name(), balance, servers, preserveHost, ownTimeouts, idle, check, 0, null);
    }

    private static List<ServerConfig> servers(Value value, @Nullable CheckConfig check) {
        List<ServerConfig> servers = new ArrayList<>();
        Map<String, Place> places = new HashMap<>();
        for (Value item : value.items(SERVERS, "write for example " + SERVERS_EXAMPLE)) {
            ServerConfig server = server(item, check);
            if (server == null) {
                continue;
            }
            Place before = places.putIfAbsent(server.name(), item.place());
            if (before != null) {
                item.wrong(
                        "a second server named " + server.name(),
                        "names that differ within a pool",
                        "remove it, or give it a name that line " + before.line() + " does not have");
            }
            servers.add(server);
        }
        return servers;
    }

    private static @Nullable ServerConfig server(Value value, @Nullable CheckConfig check) {
        if (!value.isMapping()) {
            HostPort address = AddressReader.ofServer(value);
            return address == null
                    ? null
                    : new ServerConfig(address.toString(), address, ServerConfig.WEIGHT, ServerMode.READY, check);
        }
        Section section = Section.of(value, Keys.SERVER);
        int weight = section.whole("weight", ServerConfig.WEIGHT, 0, ServerConfig.MAX_WEIGHT);
        Value written = section.need("address", "an address", "add for example address: \"10.0.0.11:8080\"");
        HostPort address = written == null ? null : AddressReader.ofServer(written);
        Value name = section.get("name");
        String text = name == null ? null : name.text("the name of the server", "a");
        if (name != null && text != null && !Names.isServerName(text)) {
            name.wrong("the name of a server: " + Names.shape(), "rename it");
        }
        return address == null
                ? null
                : new ServerConfig(text == null ? address.toString() : text, address, weight, ServerMode.READY, check);
    }

    private PoolTimeouts timeouts(@Nullable Value value) {
        return value == null ? timeouts : timeouts(Section.of(value, Keys.POOL_TIMEOUTS), timeouts);
    }

    /** Reads the four times that may stand at the top and in a pool. */
    static PoolTimeouts timeouts(Section section, PoolTimeouts otherwise) {
        return new PoolTimeouts(
                section.time("connect", otherwise.connect(), PoolTimeouts.MAX),
                section.timeOrZero("firstByte", otherwise.firstByte(), PoolTimeouts.MAX),
                section.timeOrZero("idle", otherwise.idle(), PoolTimeouts.MAX),
                section.timeOrZero("total", otherwise.total(), PoolTimeouts.MAX));
    }

    private static IdleConfig idle(@Nullable Value value) {
        if (value == null) {
            return IdleConfig.STANDARD;
        }
        Section section = Section.of(value, Keys.IDLE);
        IdleConfig otherwise = IdleConfig.STANDARD;
        return new IdleConfig(
                section.whole("perServer", otherwise.perServer(), 0, IdleConfig.MAX_PER_SERVER),
                section.time("timeout", otherwise.timeout(), IdleConfig.MAX),
                section.timeOrZero("maxAge", otherwise.maxAge(), IdleConfig.MAX));
    }

    private static @Nullable CheckConfig check(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        CheckConfig otherwise = CheckConfig.standard();
        Section section = Section.of(value, Keys.CHECK);
        Value http = section.get("http");
        String path = http == null ? null : http.text("a path", "/healthz");
        if (http != null
                && path != null
                && (!path.startsWith("/") || HeaderRules.faultOfValue(path) != null || path.indexOf(' ') >= 0)) {
            http.wrong("a path that begins with / and has no spaces", "write for example /healthz");
        }
        Duration every = section.time("interval", CheckTiming.INTERVAL, CheckTiming.MAX_INTERVAL);
        Duration timeout = section.time("timeout", every.dividedBy(2), every);
        value.note("health checks are not made yet: every server counts as well in this version");
        return new CheckConfig(
                path == null
                        ? null
                        : new HttpCheckConfig("GET", path, null, Map.of(), ExpectConfig.STANDARD, List.of()),
                0,
                new CheckTiming(every, every, every, timeout),
                section.whole("rise", otherwise.rise(), 1, CheckConfig.MAX_COUNT),
                section.whole("fall", otherwise.fall(), 1, CheckConfig.MAX_COUNT),
                InitialState.CHECK);
    }
}
