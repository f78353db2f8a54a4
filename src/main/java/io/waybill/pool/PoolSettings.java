package io.waybill.pool;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;

/**
 * How requests of a pool are handled, in the units of the hot path. Immutable.
 *
 * @param policy how one of the usable servers is chosen
 * @param connectNanos how long a connection may take to be made
 * @param firstByteNanos from the request sent to the first byte of the response; 0 for no limit
 * @param idleNanos how long neither side of an exchange may send or take anything; 0 for no limit
 * @param tunnelNanos in place of {@code idleNanos} once the protocol was switched; 0 for no limit
 * @param totalNanos how long an exchange may take altogether; 0 for no limit
 * @param preserveHost whether the server sees the client's Host, or its own address
 * @param idlePerServer connections that one event loop keeps to one server for reuse; 0 keeps none
 * @param idleTimeoutNanos how long an idle connection is kept
 * @param maxAgeNanos after which age a connection is not used again; 0 for no limit
 * @param panicBelowPercent with a smaller share of well servers, checks are disregarded; 0 for never
 * @param link how its servers are spoken to
 * @param hasFallback whether requests go elsewhere when no server is well, so that there is no reason for panic
 */
public record PoolSettings(
        Policy policy,
        long connectNanos,
        long firstByteNanos,
        long idleNanos,
        long tunnelNanos,
        long totalNanos,
        boolean preserveHost,
        int idlePerServer,
        long idleTimeoutNanos,
        long maxAgeNanos,
        int panicBelowPercent,
        LinkConfig link,
        boolean hasFallback) {

    public PoolSettings {
        if (connectNanos <= 0 || firstByteNanos < 0 || idleNanos < 0 || tunnelNanos < 0 || totalNanos < 0) {
            throw new IllegalArgumentException("timeouts: expected connect above 0, the others 0 or above");
        }
        if (idlePerServer < 0 || idleTimeoutNanos < 0 || maxAgeNanos < 0) {
            throw new IllegalArgumentException("idle connections: expected 0 or above");
        }
    }
}
