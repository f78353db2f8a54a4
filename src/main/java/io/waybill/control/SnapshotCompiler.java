package io.waybill.control;

import io.waybill.balance.Policy;
import io.waybill.config.Balance;
import io.waybill.config.HeaderEdits;
import io.waybill.config.ListenerConfig;
import io.waybill.config.PathMatch;
import io.waybill.config.PoolConfig;
import io.waybill.config.RouteAction;
import io.waybill.config.RouteConfig;
import io.waybill.config.ServerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import io.waybill.route.FieldEdits;
import io.waybill.route.FixedResponse;
import io.waybill.route.LocationTemplate;
import io.waybill.route.PathKind;
import io.waybill.route.RequestEdits;
import io.waybill.route.Route;
import io.waybill.route.RouteRule;
import io.waybill.route.RouteTable;
import io.waybill.route.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a configuration into the snapshot that exchanges read: names become objects, durations nanoseconds, text bytes.
 * Confined to the control thread.
 */
public final class SnapshotCompiler {

    private final ServerRegistry registry;

    /** @param registry keeps servers and statistics from one snapshot to the next */
    public SnapshotCompiler(ServerRegistry registry) {
        this.registry = registry;
    }

    /**
     * The snapshot that this configuration means. Nobody sees it yet.
     *
     * @param config whose listeners and routes count
     * @param resolved its pools, as they are to be
     * @param version of the snapshot, from 1
     */
    Snapshot compile(WaybillConfig config, ResolvedConfig resolved, int version) {
        Map<String, Pool> pools = new HashMap<>();
        List<Pool> inOrder = new ArrayList<>();
        for (PoolConfig poolConfig : resolved.pools()) {
            Pool pool = pool(poolConfig, resolved);
            pools.put(pool.name(), pool);
            inOrder.add(pool);
        }
        Map<String, RouteTable> tables = new HashMap<>();
        for (ListenerConfig listener : config.listeners()) {
            List<RouteRule> rules = new ArrayList<>();
            for (RouteConfig route : config.routes()) {
                if (HttpsRedirect.isOpenTo(listener, route)) {
                    rules.add(rule(route, PoolChain.of(route.action(), config.pools()), pools));
                }
            }
            HttpsRedirect.addTo(rules, listener);
            tables.put(listener.name(), RouteTable.of(rules));
        }
        return new Snapshot(version, tables, inOrder);
    }

    private Pool pool(PoolConfig config, ResolvedConfig resolved) {
        List<Server> servers = new ArrayList<>();
        for (ServerConfig server : config.servers()) {
            ServerId id = new ServerId(config.name(), server.name());
            servers.add(registry.server(id, resolved.address(id), server.secure(), server.weight()));
        }
        return registry.pool(config.name(), settings(config), servers);
    }

    private static PoolSettings settings(PoolConfig config) {
        return new PoolSettings(
                policy(config.balance()),
                config.timeouts().connect().toNanos(),
                config.timeouts().firstByte().toNanos(),
                config.timeouts().idle().toNanos(),
                config.timeouts().tunnel().toNanos(),
                config.timeouts().total().toNanos(),
                config.preserveHost(),
                config.idle().perServer(),
                config.idle().timeout().toNanos(),
                config.idle().maxAge().toNanos(),
                config.panicBelowPercent(),
                config.link(),
                config.onNoServer() != null);
    }

    private static Policy policy(Balance balance) {
        return switch (balance) {
            case ROUND_ROBIN -> Policy.ROUND_ROBIN;
            case LEAST_REQUESTS -> Policy.LEAST_REQUESTS;
            case P2C -> Policy.P2C;
            case RANDOM -> Policy.RANDOM;
        };
    }

    private static RouteRule rule(RouteConfig config, PoolChain chain, Map<String, Pool> byName) {
        List<Pool> pools = chain.pools().stream().map(byName::get).toList();
        Route route = new Route(
                (config.host() == null ? "" : config.host()) + config.path().text(),
                pools.isEmpty() ? null : pools.get(0),
                pools.subList(Math.min(1, pools.size()), pools.size()),
                fixed(chain.answer()),
                RequestEdits.of(config.stripPrefix(), config.addPrefix(), edits(config.request())),
                edits(config.response()),
                config.maxBodyBytes());
        return new RouteRule(
                config.host(), kind(config.path()), config.path().text(), config.methods(), config.headers(), route);
    }

    private static @Nullable FixedResponse fixed(@Nullable RouteAction action) {
        if (action instanceof RouteAction.Redirect redirect) {
            return new FixedResponse(
                    redirect.status(), new byte[0], new byte[0], LocationTemplate.of(redirect.location()));
        }
        if (action instanceof RouteAction.Respond respond) {
            return new FixedResponse(respond.status(), bytes(respond.body()), bytes(respond.contentType()), null);
        }
        return null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FieldEdits edits(HeaderEdits edits) {
        return FieldEdits.of(edits.set(), edits.remove());
    }

    private static PathKind kind(PathMatch path) {
        return switch (path.kind()) {
            case EXACT -> PathKind.EXACT;
            case PREFIX -> PathKind.PREFIX;
            case REGEX -> PathKind.REGEX;
        };
    }
}
