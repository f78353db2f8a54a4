package io.waybill.control;

import io.netty.util.NetUtil;
import io.waybill.config.HostPort;
import io.waybill.config.PoolConfig;
import io.waybill.config.ServerConfig;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pools in which every server stands for one address: a server whose name has several is several servers, called {@code
 * name-address}. Immutable.
 *
 * @param pools in the order of the configuration
 * @param addresses of every server; unresolved where its name is not known
 */
record ResolvedConfig(List<PoolConfig> pools, Map<ServerId, InetSocketAddress> addresses) {

    ResolvedConfig {
        pools = List.copyOf(pools);
        addresses = Map.copyOf(addresses);
    }

    /** @param names what each name stands for; empty for one that is not known */
    static ResolvedConfig of(List<PoolConfig> pools, Function<String, List<InetAddress>> names) {
        List<PoolConfig> resolved = new ArrayList<>();
        Map<ServerId, InetSocketAddress> addresses = new HashMap<>();
        for (PoolConfig pool : pools) {
            List<ServerConfig> servers = new ArrayList<>();
            for (ServerConfig server : pool.servers()) {
                for (Resolved one : resolved(server, names)) {
                    // A server of its own that is called like one of these addresses has the name already.
                    if (one.server.equals(server) || !isNamed(one.server.name(), pool)) {
                        servers.add(one.server);
                        addresses.put(new ServerId(pool.name(), one.server.name()), one.address);
                    }
                }
            }
            resolved.add(with(pool, servers));
        }
        return new ResolvedConfig(resolved, addresses);
    }

    private static boolean isNamed(String name, PoolConfig pool) {
        return pool.servers().stream().anyMatch(server -> server.name().equals(name));
    }

    private static List<Resolved> resolved(ServerConfig server, Function<String, List<InetAddress>> names) {
        HostPort where = server.address();
        InetAddress literal = literal(where.host());
        List<InetAddress> found = literal == null ? names.apply(where.host()) : List.of(literal);
        if (found.isEmpty()) {
            return List.of(new Resolved(server, InetSocketAddress.createUnresolved(where.host(), where.port())));
        }
        List<Resolved> all = new ArrayList<>();
        for (InetAddress address : found) {
            ServerConfig one = found.size() == 1 ? server : named(server, address);
            all.add(new Resolved(one, new InetSocketAddress(named(where.host(), address), where.port())));
        }
        return all;
    }

    private static ServerConfig named(ServerConfig server, InetAddress address) {
        String text = NetUtil.toAddressString(address);
        String shown = text.indexOf(':') < 0 ? text : "[" + text + "]";
        return new ServerConfig(
                server.name() + "-" + shown,
                server.address(),
                server.weight(),
                server.mode(),
                server.check(),
                server.secure());
    }

    /** With the name as it was written, which the server gets to see in Host. */
    private static InetAddress named(String host, InetAddress address) {
        try {
            return literal(host) == null ? InetAddress.getByAddress(host, address.getAddress()) : address;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has the length of an address", impossible);
        }
    }

    private static PoolConfig with(PoolConfig pool, List<ServerConfig> servers) {
        return pool.with(servers);
    }

    /** Without these servers. */
    ResolvedConfig without(Predicate<ServerId> removed) {
        List<PoolConfig> left = new ArrayList<>();
        for (PoolConfig pool : pools) {
            List<ServerConfig> servers = pool.servers().stream()
                    .filter(server -> !removed.test(new ServerId(pool.name(), server.name())))
                    .toList();
            left.add(servers.size() == pool.servers().size() ? pool : with(pool, servers));
        }
        return new ResolvedConfig(left, addresses);
    }

    /**
     * Servers of {@code live} that have other names here, though they are the same: their host name had one address and has
     * more, or the other way round. What operators said of them goes on to hold.
     */
    Map<ServerId, ServerId> renamed(List<Pool> live) {
        Map<ServerId, ServerId> renamed = new HashMap<>();
        for (Pool pool : live) {
            for (Server server : pool.servers()) {
                ServerId before = new ServerId(pool.name(), server.name());
                if (!addresses.containsKey(before)) {
                    addresses.forEach((now, address) -> {
                        if (isSame(server, address) && isOtherName(before, now)) {
                            renamed.put(before, now);
                        }
                    });
                }
            }
        }
        return renamed;
    }

    private static boolean isSame(Server server, InetSocketAddress address) {
        return server.address().equals(address)
                && server.address().getHostString().equals(address.getHostString());
    }

    private static boolean isOtherName(ServerId before, ServerId now) {
        return before.pool().equals(now.pool())
                && (now.server().startsWith(before.server() + "-")
                        || before.server().startsWith(now.server() + "-"));
    }

    /** Where that server is. */
    InetSocketAddress address(ServerId server) {
        return Objects.requireNonNull(addresses.get(server), "every server of these pools has one");
    }

    /** The names that have to be looked up for these pools, each with the server that has it first. */
    static Map<String, ServerId> names(List<PoolConfig> pools) {
        Map<String, ServerId> names = new LinkedHashMap<>();
        for (PoolConfig pool : pools) {
            for (ServerConfig server : pool.servers()) {
                String host = server.address().host();
                if (literal(host) == null) {
                    names.putIfAbsent(host, new ServerId(pool.name(), server.name()));
                }
            }
        }
        return names;
    }

    private static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has the length of an address", impossible);
        }
    }

    /** One server and where it is. */
    private record Resolved(ServerConfig server, InetSocketAddress address) {}
}
