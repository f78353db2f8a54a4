package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.config.ServerAddress;
import io.waybill.config.ServerConfig;
import io.waybill.config.ServerMode;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.ServerId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Works out which overrides bring a server in or take it out. Pure. Immutable.
 *
 * @param overrides those that hold
 * @param pools as the files have them, before overrides and look-ups of names
 */
record Membership(Overrides overrides, List<PoolConfig> pools) {

    /**
     * What the change comes to.
     *
     * @param next the overrides that would hold
     * @param refusal why it makes no sense, as a sentence; null if it does
     */
    record Plan(Overrides next, @Nullable String refusal) {}

    private Plan refused(String sentence) {
        return new Plan(overrides, sentence);
    }

    private static Plan accepted(Overrides next) {
        return new Plan(next, null);
    }

    /** @param live what the configuration says of it, if it is in the live snapshot; else null */
    Plan put(ServerId id, String address, @Nullable ServerConfig live, ServerChange change, ChangedBy who) {
        ServerAddress parsed = ServerAddress.of(address);
        String fault = change.fault();
        if (!ServerConfig.isName(id.server())) {
            return refused("the name of the server: found " + id.server()
                    + ", expected 1 to 300 letters, digits, dots, colons, brackets, underscores and hyphens");
        }
        if (parsed == null) {
            return refused("address: found " + address
                    + ", expected host:port, where the host is an IPv4 address, an [IPv6 address] or a name");
        }
        if (fault != null) {
            return refused(fault);
        }
        ServerConfig configured = Reconciled.named(id.server(), pool(id));
        ServerOverride member = overrides.get(id, Aspect.MEMBER);
        if (configured != null) {
            return putConfigured(id, parsed, configured, change, who);
        }
        if (member != null && member.removesServer()) {
            return putBack(id, parsed);
        }
        if (member == null && live != null) {
            return isAt(live, parsed)
                    ? accepted(overrides.with(id, live, change, who))
                    : refused(id + " is one of the addresses of " + live.address()
                            + "; give the new server another name");
        }
        ServerConfig base = new ServerConfig(
                id.server(), parsed.address(), Overrides.WEIGHT_OF_ADDED, ServerMode.READY, null, false);
        return accepted(overrides.withAdded(id, parsed, who).with(id, base, change, who));
    }

    private Plan putConfigured(
            ServerId id, ServerAddress address, ServerConfig configured, ServerChange change, ChangedBy who) {
        return isAt(configured, address)
                ? accepted(overrides.without(id, Aspect.MEMBER).with(id, configured, change, who))
                : refused(id + " is configured at " + configured.address()
                        + "; change the configuration, or give the new server another name");
    }

    /** Whether the address means this server, spoken to as it is. */
    private static boolean isAt(ServerConfig server, ServerAddress address) {
        return server.address().equals(address.address()) && server.secure() == address.isSecure(server.secure());
    }

    /** One of the addresses of a name that was removed. */
    private Plan putBack(ServerId id, ServerAddress address) {
        String shown = address.address().toString();
        return id.server().endsWith("-" + shown.substring(0, shown.lastIndexOf(':')))
                ? accepted(overrides.without(id, Aspect.MEMBER))
                : refused(id + " was removed, and was not at " + address + "; give the new server another name");
    }

    /** @param live what the configuration says of it in the live snapshot */
    Plan remove(ServerId id, ServerConfig live, ChangedBy who) {
        ServerConfig configured = Reconciled.configured(id.server(), pool(id));
        return accepted(overrides.withRemoved(id, configured == null ? live : configured, who));
    }

    /** Whether the server is in or out, or elsewhere, under the one and not under the other. */
    static boolean differs(ServerId id, Overrides one, Overrides other) {
        return !Objects.equals(place(id, one), place(id, other));
    }

    private static @Nullable String place(ServerId id, Overrides overrides) {
        ServerOverride member = overrides.get(id, Aspect.MEMBER);
        return member == null ? null : member.value();
    }

    private PoolConfig pool(ServerId id) {
        return pools.stream()
                .filter(pool -> pool.name().equals(id.pool()))
                .findFirst()
                .orElseThrow();
    }
}
