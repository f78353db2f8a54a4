package io.waybill.control;

import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.ServerId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a change, when and why. Immutable.
 *
 * @param by the name of the token, {@code local} where none is needed, or what of Waybill's own it was
 * @param at when
 * @param reason empty if nobody said
 * @param ttl how long it is to hold; null for always
 */
record ChangedBy(
        String by, Instant at, String reason, @Nullable Duration ttl) {

    static ChangedBy of(ServerChange change, String by, Instant at) {
        return new ChangedBy(by, at, change.reason(), change.ttl());
    }

    ServerOverride override(ServerId server, Aspect aspect, @Nullable String configured, String value) {
        return new ServerOverride(server, aspect, configured, value, by, at, reason, ttl);
    }

    /** For the history of a server. */
    String cause() {
        return reason.isEmpty() ? by : by + ": " + reason;
    }
}
