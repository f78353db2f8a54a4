package io.waybill.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the mapping at the top of the file. Used once. Confined to the reading thread. */
final class RootReader {

    private static final String POOLS = "at least one pool, or routes";
    private static final String POOLS_EXAMPLE = "add for example pools: {web: {servers: [\"127.0.0.1:8081\"]}}";

    private final Sources sources;
    private final Problems problems;

    RootReader(Sources sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** The configuration; null if it has a problem. */
    @Nullable
    WaybillConfig read(YamlNode document) {
        Section root = Section.of(new Value(document, "", problems), Keys.ROOT);
        Value writtenRoutes = root.get("routes");
        Value writtenTimeouts = root.get("timeouts");
        Section timeouts = writtenTimeouts == null ? null : Section.of(writtenTimeouts, Keys.TIMEOUTS);
        PoolTimeouts poolTimeouts =
                timeouts == null ? PoolTimeouts.STANDARD : PoolReader.timeouts(timeouts, PoolTimeouts.STANDARD);
        LimitsConfig limits = LimitsReader.limits(root.get("limits"));
        ListenerReader listenerReader = new ListenerReader(sources);
        List<ListenerConfig> listeners = listenerReader.listeners(root.get("listeners"));
        AdminConfig admin = listenerReader.admin(root.get("admin"));
        listenerReader.reportClashes(problems);
        RequestIdConfig requestId = requestId(root.get("requestId"));
        HeaderReader headers = new HeaderReader(requestId.header());
        Value writtenPools = root.get("pools");
        ActionReader actions = new ActionReader(writtenPools == null ? Set.of() : keys(writtenPools));
        List<PoolConfig> pools = writtenPools == null
                ? List.of()
                : new PoolReader(poolTimeouts, actions, headers, sources).pools(writtenPools);
        List<RouteConfig> routes = writtenRoutes == null
                ? everythingToTheOnlyPool(root, pools, limits.bodyBytes())
                : new RouteReader(listenerNames(root), actions, headers, limits.bodyBytes()).routes(writtenRoutes);
        if (writtenPools != null && writtenRoutes != null && problems.isEmpty()) {
            noteUnusedPools(writtenPools, pools, routes);
        }
        WaybillConfig config = new WaybillConfig(
                node(root.get("node")),
                root.whole("threads", 0, 0, WaybillConfig.MAX_THREADS, "write 0 for one per core"),
                root.choice("transport", Transport.AUTO),
                listeners,
                admin,
                requestId,
                accessLog(root.get("accessLog")),
                routes,
                pools,
                trustedProxies(root.get("trustedProxies")),
                limits,
                LimitsReader.http2(root.get("http2")),
                LimitsReader.clientTimeouts(timeouts),
                shutdownTimeout(root),
                new ControlReader(sources).stateFile(root.get("state")),
                ControlReader.dns(root.get("dns")),
                ControlReader.reload(root.get("reload")));
        return problems.isEmpty() ? config : null;
    }

    private static Duration shutdownTimeout(Section root) {
        return root.timeOrZero("shutdownTimeout", WaybillConfig.SHUTDOWN_TIMEOUT, WaybillConfig.MAX_SHUTDOWN_TIMEOUT);
    }

    private static CidrSet trustedProxies(@Nullable Value value) {
        return value == null ? CidrSet.NONE : AddressReader.networks(value);
    }

    private static String node(@Nullable Value value) {
        String text = value == null ? null : value.text("the name of this machine", "edge1");
        if (value != null && text != null && !Names.isName(text)) {
            value.wrong("the name of this machine: " + Names.shape(), "write for example edge1");
        }
        return text == null ? HostName.read() : text;
    }

    private static RequestIdConfig requestId(@Nullable Value value) {
        RequestIdConfig otherwise = RequestIdConfig.standard();
        if (value == null) {
            return otherwise;
        }
        Section section = Section.of(value, Keys.REQUEST_ID);
        Value header = section.get("header");
        String name = header == null ? null : header.text("the name of a field", RequestIdConfig.HEADER);
        if (header != null && name != null) {
            String fault = HeaderRules.faultOfName(name);
            if (fault != null) {
                header.wrong(fault, "write for example " + RequestIdConfig.HEADER);
            } else if (HeaderRules.isOfTheConnection(name) || name.equalsIgnoreCase("Host")) {
                header.wrong("a field without another meaning", "write for example " + RequestIdConfig.HEADER);
            }
        }
        Value trust = section.get("trust");
        return new RequestIdConfig(
                name == null ? otherwise.header() : name,
                trust == null ? otherwise.trust() : AddressReader.networks(trust));
    }

    private AccessLogConfig accessLog(@Nullable Value value) {
        AccessLogConfig otherwise = AccessLogConfig.standard();
        if (value == null) {
            return otherwise;
        }
        Section section = Section.of(value, Keys.ACCESS_LOG);
        AccessLogConfig.Format format = section.choice("format", otherwise.format());
        Value file = section.get("file");
        String text = file == null
                ? AccessLogConfig.STANDARD_OUTPUT
                : file.text("the name of a file, \"-\" or \"off\"", "access.log");
        if (file == null || text == null || text.equals(AccessLogConfig.STANDARD_OUTPUT)) {
            return new AccessLogConfig(AccessLogConfig.STANDARD_OUTPUT, format);
        }
        Path path = text.equals("off") ? null : sources.resolve(file, text);
        return new AccessLogConfig(path == null ? null : path.toString(), format);
    }

    private static Set<String> listenerNames(Section root) {
        Value written = root.get("listeners");
        return written == null ? Set.of(ListenerConfig.NAME_WHEN_NONE) : keys(written);
    }

    private List<RouteConfig> everythingToTheOnlyPool(Section root, List<PoolConfig> pools, long maxBodyBytes) {
        Value written = root.need("pools", POOLS, POOLS_EXAMPLE);
        if (written == null || pools.isEmpty()) {
            return List.of();
        }
        Set<String> names = keys(written);
        if (names.size() > 1) {
            written.wrong(
                    names.size() + " pools and no routes",
                    "routes that tell which requests go to which pool",
                    "add for example \"routes: [{path: /, pool: "
                            + Shown.text(names.iterator().next()) + "}]\"");
        }
        return List.of(RouteConfig.everythingTo(pools.get(0), written.place(), maxBodyBytes));
    }

    private static void noteUnusedPools(Value written, List<PoolConfig> pools, List<RouteConfig> routes) {
        Set<String> used = new HashSet<>();
        Stream.concat(
                        routes.stream().map(RouteConfig::action),
                        pools.stream().map(PoolConfig::onNoServer).filter(Objects::nonNull))
                .forEach(action -> {
                    if (action instanceof RouteAction.ToPool toPool) {
                        used.add(toPool.pool());
                    }
                });
        for (Value.Named named : written.entries("", "")) {
            if (!used.contains(named.name())) {
                written.problems().note(new Notice(named.place(), named.value().path(), "no route leads to this pool"));
            }
        }
    }

    private static Set<String> keys(Value mapping) {
        Set<String> keys = new LinkedHashSet<>();
        if (mapping.node() instanceof YamlNode.Mapping written) {
            written.entries().forEach(entry -> keys.add(entry.key()));
        }
        return keys;
    }
}
