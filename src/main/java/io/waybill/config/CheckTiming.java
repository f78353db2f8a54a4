package io.waybill.config;

import java.time.Duration;

/**
 * How often a server is checked, and how long one check may take, as written under {@code check}. Immutable.
 *
 * @param interval from one check to the next, while nothing changes
 * @param fastInterval the same while a server is on its way up or down
 * @param downInterval the same while a server is down
 * @param timeout for one check, connecting included; below each of the intervals
 */
public record CheckTiming(Duration interval, Duration fastInterval, Duration downInterval, Duration timeout) {

    static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    static final Duration MAX_INTERVAL = Duration.ofHours(1);
    static final Duration INTERVAL = Duration.ofSeconds(2);
    static final Duration TIMEOUT = Duration.ofSeconds(1);
    static final CheckTiming STANDARD = new CheckTiming(INTERVAL, INTERVAL, INTERVAL, TIMEOUT);

    public CheckTiming {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(interval) >= 0) {
            throw new IllegalArgumentException("timeout: found " + timeout + ", expected less than " + interval);
        }
    }
}
