package io.waybill.cli;

import java.time.Duration;

/**
 * What an operator wants of a roll. Immutable.
 *
 * @param pool whose servers
 * @param exec the command for each, with placeholders
 * @param patience for the requests in flight, and again for the checks
 * @param execTimeout for the command
 * @param lease how long a server stays drained when nobody says any more that it should
 * @param reason shown beside the drained server
 * @param force whether the last usable server may be drained, too
 */
record RollPlan(
        String pool,
        String exec,
        Duration patience,
        Duration execTimeout,
        Duration lease,
        String reason,
        boolean force) {}
