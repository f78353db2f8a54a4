package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.config.ServerAddress;
import io.waybill.config.ServerConfig;
import io.waybill.config.ServerMode;
import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.AdminState;
import io.waybill.pool.ServerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that operators changed at run time and that holds now: at most one override for each server and aspect. Pure: every
 * change is another object. Immutable.
 */
public final class Overrides {

    public static final Overrides NONE = new Overrides(Map.of());

    static final int WEIGHT_OF_ADDED = 1;

    /** The oldest first. */
    private final Map<Key, ServerOverride> all;

    private Overrides(Map<Key, ServerOverride> all) {
        this.all = all;
    }

    private record Key(ServerId server, Aspect aspect) {
        static Key of(ServerOverride override) {
            return new Key(override.server(), override.aspect());
        }
    }

    /** These, the later before an earlier one of the same server and aspect. */
    static Overrides of(Collection<ServerOverride> overrides) {
        Map<Key, ServerOverride> all = new LinkedHashMap<>();
        for (ServerOverride override : overrides) {
            all.remove(Key.of(override));
            all.put(Key.of(override), override);
        }
        return new Overrides(all);
    }

    /** The oldest first. */
    public List<ServerOverride> all() {
        return List.copyOf(all.values());
    }

    public List<ServerOverride> of(ServerId server) {
        return all.values().stream()
                .filter(override -> override.server().equals(server))
                .toList();
    }

    public @Nullable ServerOverride get(ServerId server, Aspect aspect) {
        return all.get(new Key(server, aspect));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Together with this one, which takes the place of that of the same server and aspect. */
    Overrides with(ServerOverride override) {
        List<ServerOverride> next = new ArrayList<>(all.values());
        next.add(override);
        return of(next);
    }

    /**
     * After an operator's change of state and weight. A change to what is configured anyway ends the override instead of
     * making one.
     *
     * @param base what holds of the server without overrides
     */
    Overrides with(ServerId server, ServerConfig base, ServerChange change, ChangedBy who) {
        Overrides next = this;
        if (change.state() != null) {
            next = next.with(server, Aspect.STATE, base.mode().word(), ServerOverride.word(change.state()), who);
        }
        if (change.weight() != null) {
            next = next.with(server, Aspect.WEIGHT, "" + base.weight(), "" + change.weight(), who);
        }
        return next;
    }

    private Overrides with(ServerId server, Aspect aspect, String base, String value, ChangedBy who) {
        if (value.equals(base)) {
            return without(server, aspect);
        }
        String configured = isAdded(server) ? null : base;
        return with(who.override(server, aspect, configured, value));
    }

    /** A server more, which the configuration does not name. */
    Overrides withAdded(ServerId server, ServerAddress address, ChangedBy who) {
        return with(who.override(server, Aspect.MEMBER, null, address.toString()));
    }

    /** A server less: nothing is left of one that was added, and only that it is removed of one that is configured. */
    Overrides withRemoved(ServerId server, ServerConfig base, ChangedBy who) {
        ServerOverride member = get(server, Aspect.MEMBER);
        Overrides next = without(of(server));
        if (member != null && member.addsServer()) {
            return next;
        }
        String configured = isAdded(server) ? null : base.address().toString();
        return next.with(who.override(server, Aspect.MEMBER, configured, ServerOverride.REMOVED));
    }

    /** Whether it was added at run time, by its own name or as one of the addresses that a server so added has. */
    boolean isAdded(ServerId server) {
        return adding(server) != null;
    }

    private @Nullable ServerOverride adding(ServerId server) {
        ServerOverride own = get(server, Aspect.MEMBER);
        return own != null && own.addsServer()
                ? own
                : all.values().stream()
                        .filter(override -> override.addsServer() && override.hasAddress(server))
                        .findFirst()
                        .orElse(null);
    }

    /** The same where some servers have other names now; this object if none of these is concerned. */
    Overrides renamed(Map<ServerId, ServerId> names) {
        List<ServerOverride> next = new ArrayList<>();
        for (ServerOverride override : all.values()) {
            ServerId name = names.get(override.server());
            boolean moves = name != null && override.aspect() != Aspect.MEMBER && get(name, override.aspect()) == null;
            next.add(moves ? override.renamed(Objects.requireNonNull(name)) : override);
        }
        return next.equals(all()) ? this : of(next);
    }

    Overrides without(ServerId server, Aspect aspect) {
        ServerOverride override = get(server, aspect);
        return override == null ? this : without(List.of(override));
    }

    Overrides without(Collection<ServerOverride> gone) {
        if (gone.isEmpty()) {
            return this;
        }
        Map<Key, ServerOverride> next = new LinkedHashMap<>(all);
        gone.forEach(override -> next.remove(Key.of(override), override));
        return new Overrides(next);
    }

    /** With what {@code other} has of that server instead of what this has. */
    Overrides withThoseOf(ServerId server, Overrides other) {
        List<ServerOverride> next = new ArrayList<>(without(of(server)).all.values());
        next.addAll(other.of(server));
        return of(next);
    }

    /** Those whose time is over. Of a server whose being there is over, everything is. */
    List<ServerOverride> expired(Instant now) {
        return all.values().stream()
                .filter(override -> override.isExpired(now) || isOfServerThatExpired(override, now))
                .toList();
    }

    private boolean isOfServerThatExpired(ServerOverride override, Instant now) {
        ServerOverride member = adding(override.server());
        return member != null && member.isExpired(now);
    }

    /** When the next one ends by itself; null for never. */
    @Nullable
    Instant nextEnd() {
        return all.values().stream()
                .map(ServerOverride::until)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** What the operator wants of a server now. */
    public AdminState stateOf(ServerId server, ServerConfig base) {
        ServerOverride override = get(server, Aspect.STATE);
        AdminState state = ServerOverride.state(override == null ? base.mode().word() : override.value());
        return Objects.requireNonNull(state, "checked when it was made");
    }

    public int weightOf(ServerId server, ServerConfig base) {
        ServerOverride override = get(server, Aspect.WEIGHT);
        return override == null ? base.weight() : ServerOverride.weight(override.value());
    }

    /** Whether an operator took it out of its pool; asked of those, too, that a configured name stands for. */
    public boolean isRemoved(ServerId server) {
        ServerOverride member = get(server, Aspect.MEMBER);
        return member != null && member.removesServer();
    }

    /** The pool with the servers that operators added and without those that they removed: the same object if none. */
    public PoolConfig apply(PoolConfig pool) {
        List<ServerOverride> members = all.values().stream()
                .filter(override -> override.aspect() == Aspect.MEMBER
                        && override.server().pool().equals(pool.name()))
                .toList();
        if (members.isEmpty()) {
            return pool;
        }
        Map<String, ServerConfig> servers = new LinkedHashMap<>();
        pool.servers().forEach(server -> servers.put(server.name(), server));
        for (ServerOverride member : members) {
            ServerAddress where = ServerAddress.of(member.value());
            String name = member.server().server();
            if (where == null) {
                servers.remove(name);
            } else {
                boolean secure = where.isSecure(pool.link().secure());
                servers.putIfAbsent(
                        name,
                        new ServerConfig(
                                name, where.address(), WEIGHT_OF_ADDED, ServerMode.READY, pool.check(), secure));
            }
        }
        return pool.with(List.copyOf(servers.values()));
    }
}
