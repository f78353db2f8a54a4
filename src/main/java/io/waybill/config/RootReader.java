package io.waybill.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the mapping at the top of the file. Used once. Confined to the reading thread. */
final class RootReader {

    private static final String POOLS = "at least one pool, or routes";
    private static final String POOLS_EXAMPLE = "add for example pools: {web: {servers: [\"127.0.0.1:8081\"]}}";

    private final Path directory;
    private final Problems problems;

    /** @param directory absolute; what relative file names are relative to */
    RootReader(Path directory, Problems problems) {
        this.directory = directory;
        this.problems = problems;
    }

    /** The configuration; null if it has a problem. */
    @Nullable
    WaybillConfig read(YamlNode document) {
        Section root = Section.of(new Value(document, "", problems), Keys.ROOT);
        Value writtenTimeouts = root.get("timeouts");
        Section timeouts = writtenTimeouts == null ? null : Section.of(writtenTimeouts, Keys.TIMEOUTS);
        PoolTimeouts poolTimeouts =
                timeouts == null ? PoolTimeouts.STANDARD : PoolReader.timeouts(timeouts, PoolTimeouts.STANDARD);
        LimitsConfig limits = LimitsReader.limits(root.get("limits"));
        ListenerReader listenerReader = new ListenerReader(directory);
        List<ListenerConfig> listeners = listenerReader.listeners(root.get("listeners"));
        AdminConfig admin = listenerReader.admin(root.get("admin"));
        listenerReader.reportClashes(problems);
        RequestIdConfig requestId = requestId(root.get("requestId"));
        Value writtenPools = root.get("pools");
        List<PoolConfig> pools = writtenPools == null ? List.of() : new PoolReader(poolTimeouts).pools(writtenPools);
        List<RouteConfig> routes = routes(root, pools, limits.bodyBytes(), requestId.header());
        WaybillConfig config = new WaybillConfig(
                node(root.get("node")),
                root.whole("threads", 0, 0, WaybillConfig.MAX_THREADS, "write 0 for one per core"),
                root.choice("transport", Transport.AUTO),
                listeners,
                admin,
                requestId,
                accessLog(root.get("accessLog"), listenerReader),
                routes,
                pools,
                trustedProxies(root.get("trustedProxies")),
                limits,
                LimitsReader.clientTimeouts(timeouts),
                shutdownTimeout(root),
                directory.resolve("waybill.state"),
                DnsConfig.standard(),
                ReloadConfig.standard());
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

    private static AccessLogConfig accessLog(@Nullable Value value, ListenerReader files) {
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
        Path path = text.equals("off") ? null : files.file(file, text);
        return new AccessLogConfig(path == null ? null : path.toString(), format);
    }

    private List<RouteConfig> routes(Section root, List<PoolConfig> pools, long maxBodyBytes, String idHeader) {
        Value written = root.get("routes");
        Value writtenPools = root.get("pools");
        if (written == null) {
            return everythingToTheOnlyPool(root, pools, maxBodyBytes);
        }
        Set<String> poolNames = writtenPools == null ? Set.of() : keys(writtenPools);
        Value writtenListeners = root.get("listeners");
        Set<String> listenerNames =
                writtenListeners == null ? Set.of(ListenerConfig.NAME_WHEN_NONE) : keys(writtenListeners);
        RouteReader reader =
                new RouteReader(listenerNames, new ActionReader(poolNames), new HeaderReader(idHeader), maxBodyBytes);
        List<RouteConfig> routes = reader.routes(written);
        if (writtenPools != null && problems.isEmpty()) {
            noteUnusedPools(writtenPools, routes);
        }
        return routes;
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

    private static void noteUnusedPools(Value pools, List<RouteConfig> routes) {
        Set<String> used = new HashSet<>();
        for (RouteConfig route : routes) {
            if (route.action() instanceof RouteAction.ToPool toPool) {
                used.add(toPool.pool());
            }
        }
        for (Value.Named named : pools.entries("", "")) {
            if (!used.contains(named.name())) {
                pools.problems().note(new Notice(named.place(), named.value().path(), "no route leads to this pool"));
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
