package io.waybill.control;

import io.waybill.pool.ServerId;
import java.time.Duration;
import java.time.Instant;
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

    /** What of a server is overridden. */
    public enum Aspect {
        STATE,
        WEIGHT,
        /** Whether it is there at all, and where. */
        MEMBER
    }
}
