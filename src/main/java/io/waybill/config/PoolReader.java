package io.waybill.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code pools}. Used once. */
final class PoolReader {

    private static final String EXAMPLE = "pools: {web: {servers: [\"127.0.0.1:8081\"]}}";
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}%");

    private final PoolTimeouts timeouts;
    private final ActionReader actions;
    private final HeaderReader headers;
    private final Sources sources;
    private final LinkReader links;
    private final PoolChains chains = new PoolChains();

    /** @param timeouts those of a pool that does not have its own */
    PoolReader(PoolTimeouts timeouts, ActionReader actions, HeaderReader headers, Sources sources) {
        this.timeouts = timeouts;
        this.actions = actions;
        this.headers = headers;
        this.sources = sources;
        this.links = new LinkReader(sources);
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
        chains.reportCircles();
        return pools;
    }

    private @Nullable PoolConfig pool(Value.Named named) {
        Section section = Section.of(named.value(), Keys.POOL);
        Balance balance = section.choice("balance", Balance.ROUND_ROBIN);
        boolean preserveHost = section.flag("preserveHost", true);
        PoolTimeouts ownTimeouts = timeouts(section.get("timeouts"));
        IdleConfig idle = idle(section.get("idleConnections"));
        LinkConfig link = links.read(section);
        CheckReader checks = new CheckReader(section.get("check"), headers, link.http());
        int panicBelow = percent(section.get("panicBelow"));
        RouteAction onNoServer = onNoServer(named.name(), section.get("onNoServer"));
        List<ServerConfig> servers = new ServersReader(checks, sources, link.secure()).servers(section);
        return servers.isEmpty()
                ? null
                : new PoolConfig(
                        named.name(),
                        balance,
                        servers,
                        preserveHost,
                        ownTimeouts,
                        idle,
                        checks.ofPool(),
                        panicBelow,
                        link,
                        onNoServer);
    }

    private @Nullable RouteAction onNoServer(String pool, @Nullable Value value) {
        Section section = value == null ? null : Section.of(value, Keys.ON_NO_SERVER);
        RouteAction action = section == null ? null : actions.read(section);
        Value written = section == null ? null : section.get("pool");
        if (written != null && action instanceof RouteAction.ToPool next) {
            chains.add(pool, next.pool(), written);
        }
        return action;
    }

    private static int percent(@Nullable Value value) {
        if (value == null) {
            return 0;
        }
        String text = value.textOrNull();
        boolean written = text != null && PERCENT.matcher(text).matches();
        int percent = written && text != null ? Integer.parseInt(text.substring(0, text.length() - 1)) : -1;
        if (percent < 0 || percent > 100) {
            boolean bare = text != null && Units.isBare(text) && text.length() < 3;
            value.wrong("a share of the servers, from 0% to 100%", "write for example " + (bare ? text : "30") + "%");
            return 0;
        }
        return percent;
    }

    private PoolTimeouts timeouts(@Nullable Value value) {
        return value == null ? timeouts : timeouts(Section.of(value, Keys.POOL_TIMEOUTS), timeouts);
    }

    /** Reads the five times that may stand at the top and in a pool. */
    static PoolTimeouts timeouts(Section section, PoolTimeouts otherwise) {
        return new PoolTimeouts(
                section.time("connect", otherwise.connect(), PoolTimeouts.MAX),
                section.timeOrZero("firstByte", otherwise.firstByte(), PoolTimeouts.MAX),
                section.timeOrZero("idle", otherwise.idle(), PoolTimeouts.MAX),
                section.timeOrZero("tunnel", otherwise.tunnel(), PoolTimeouts.MAX),
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
}
