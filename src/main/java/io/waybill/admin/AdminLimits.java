package io.waybill.admin;

import java.time.Duration;

/**
 * What one client of the admin listener may take. Immutable.
 *
 * @param connections open at once; a further one is closed at once
 * @param exchange for a request to arrive whole and its answer to be taken, also for the first request of a connection
 * @param work for a change to be done, between the two
 * @param keepAlive between an answer and the first byte of the next request
 */
public record AdminLimits(int connections, Duration exchange, Duration work, Duration keepAlive) {

    /** Serves people, scripts and a few collectors of metrics. */
    public static final AdminLimits STANDARD =
            new AdminLimits(256, Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(75));

    public AdminLimits {
        if (connections < 1 || exchange.toNanos() <= 0 || work.toNanos() <= 0 || keepAlive.toNanos() <= 0) {
            throw new IllegalArgumentException("limits of the admin listener: found zero or less");
        }
    }
}
