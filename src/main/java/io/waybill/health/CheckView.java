package io.waybill.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the checks of one server at one moment. Immutable.
 *
 * @param last the last check that is over; null if none is
 * @param probes the last {@value #MAX_PROBES} checks, the oldest first
 * @param p50Nanos duration that half of these checks did not exceed; 0 if there are none
 * @param p95Nanos the same for 95 of 100
 * @param failed checks that failed while the server had points to lose, since it is checked
 * @param flapPercent how restless the last {@value FlapScore#PROBES} checks were: 0 to 100
 * @param flapping whether that is too much
 */
public record CheckView(
        @Nullable Probe last,
        List<Probe> probes,
        long p50Nanos,
        long p95Nanos,
        long failed,
        int flapPercent,
        boolean flapping) {

    public static final int MAX_PROBES = 100;

    public CheckView {
        probes = List.copyOf(probes);
    }
}
