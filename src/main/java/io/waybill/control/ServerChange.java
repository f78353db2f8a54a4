package io.waybill.control;

import io.waybill.pool.AdminState;
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
        @Nullable Duration ttl) {}
