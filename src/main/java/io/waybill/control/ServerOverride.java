package io.waybill.control;

import io.waybill.config.ServerAddress;
import io.waybill.config.ServerConfig;
import io.waybill.pool.AdminState;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator changed at run time, and what the configuration said then. It holds until it is undone, until its time
 * is over, or until the configured value is another one than {@code configuredThen}. Immutable.
 *
 * @param server whose
 * @param aspect what of it
 * @param configuredThen the configured value when the change was made; null if the configuration did not name the server
 * @param value the value that holds instead: {@code ready}, {@code drain}, {@code maint}; a weight; {@code removed}, or the
 *     address of a server that was added
 * @param by the name of the token, or {@code local} where none is needed
 * @param at when
 * @param reason why; empty if nobody said
 * @param ttl how long it holds; null for always
 */
public record ServerOverride(
        ServerId server,
        Aspect aspect,
        @Nullable String configuredThen,
        String value,
        String by,
        Instant at,
        String reason,
        @Nullable Duration ttl) {

    /** The value of a server that is there no more. */
    public static final String REMOVED = "removed";

    static final Duration MAX_TTL = Duration.ofDays(365);

    /** What of a server is overridden. */
    public enum Aspect {
        STATE,
        WEIGHT,
        /** Whether it is there at all, and where. */
        MEMBER;

        /** As in the state file and in log lines. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ServerOverride {
        boolean fits = switch (aspect) {
            case STATE -> state(value) != null;
            case WEIGHT -> weight(value) >= 0;
            case MEMBER -> value.equals(REMOVED) || ServerAddress.of(value) != null;
        };
        if (!fits || !ServerConfig.isName(server.server())) {
            throw new IllegalArgumentException(server + ": found the " + aspect.word() + " " + value
                    + ", expected ready, drain, maint, a weight, an address or removed");
        }
        if (ttl != null && (ttl.isNegative() || ttl.isZero() || ttl.compareTo(MAX_TTL) > 0 || isTooLate(at))) {
            throw new IllegalArgumentException(server + ": found the ttl " + ttl + " from " + at
                    + ", expected more than zero and at most " + MAX_TTL.toDays() + " days");
        }
    }

    /** Whether a ttl from then on would end at no time that can be written. */
    private static boolean isTooLate(Instant at) {
        return at.isAfter(Instant.MAX.minus(MAX_TTL));
    }

    /** When it ends by itself; null for never. */
    public @Nullable Instant until() {
        return ttl == null ? null : at.plus(ttl);
    }

    /** Whether its time is over. */
    public boolean isExpired(Instant now) {
        Instant until = until();
        return until != null && !until.isAfter(now);
    }

    /** Whether it is about a server that the configuration does not name. */
    boolean addsServer() {
        return aspect == Aspect.MEMBER && !value.equals(REMOVED);
    }

    /** Whether that may be one of the servers that this one is, because its host name has many addresses. */
    boolean hasAddress(ServerId other) {
        ServerAddress where = ServerAddress.of(value);
        return where != null
                && !where.address().isIpLiteral()
                && other.pool().equals(server.pool())
                && other.server().startsWith(server.server() + "-");
    }

    /** The same of the same server, which has another name now. */
    ServerOverride renamed(ServerId name) {
        return new ServerOverride(name, aspect, configuredThen, value, by, at, reason, ttl);
    }

    boolean removesServer() {
        return aspect == Aspect.MEMBER && value.equals(REMOVED);
    }

    /** The state that a word means, or null. */
    static @Nullable AdminState state(String word) {
        return switch (word) {
            case "ready" -> AdminState.READY;
            case "drain" -> AdminState.DRAIN;
            case "maint" -> AdminState.MAINT;
            default -> null;
        };
    }

    static String word(AdminState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The weight that a text means, or −1. */
    static int weight(String text) {
        int weight = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        return weight <= ServerState.MAX_WEIGHT ? weight : -1;
    }
}
