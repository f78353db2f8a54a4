package io.waybill.control;

import io.waybill.pool.AdminState;
import io.waybill.pool.ServerState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of a server from now on. Immutable.
 *
 * @param state null to leave it as it is
 * @param weight 0 to 256; null to leave it as it is
 * @param reason why; empty if nobody said
 * @param ttl after which the change is undone; null for never
 */
public record ServerChange(
        @Nullable AdminState state,
        @Nullable Integer weight,
        String reason,
        @Nullable Duration ttl) {

    /** Why it makes no sense, as a sentence; null if it does. */
    @Nullable
    String fault() {
        if (weight != null && (weight < 0 || weight > ServerState.MAX_WEIGHT)) {
            return "weight: found " + weight + ", expected 0 to " + ServerState.MAX_WEIGHT;
        }
        if (ttl != null && (ttl.isZero() || ttl.isNegative() || ttl.compareTo(ServerOverride.MAX_TTL) > 0)) {
            return "ttl: found " + ttl + ", expected more than zero and at most " + ServerOverride.MAX_TTL.toDays()
                    + " days";
        }
        return null;
    }

    boolean isEmpty() {
        return state == null && weight == null;
    }
}
