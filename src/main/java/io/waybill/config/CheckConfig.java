package io.waybill.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the servers of a pool are asked whether they are well, as written under {@code pools.<pool>.check}. Immutable.
 *
 * @param http the path of a GET that must be answered with 2xx or 3xx; null to ask for a connection only
 * @param interval from one check to the next
 * @param timeout for one check, connecting included; at most {@code interval}
 * @param rise checks passed in a row until a server is up
 * @param fall checks failed in a row until a server is down
 */
public record CheckConfig(@Nullable String http, Duration interval, Duration timeout, int rise, int fall) {

    static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    static final Duration MAX_INTERVAL = Duration.ofHours(1);
    static final int MAX_COUNT = 100;
    static final CheckConfig STANDARD = new CheckConfig(null, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

    public CheckConfig {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException("timeout: found " + timeout + ", expected at most " + interval);
        }
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise, fall: found less than 1, expected 1 to " + MAX_COUNT);
        }
    }
}
