package io.waybill.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which answers pass a check, as written under {@code check.expect}. Immutable.
 *
 * @param status ranges of which one must hold the status; never empty
 * @param body a regular expression that is to be found in the first {@value #MAX_BODY_BYTES} bytes of the body; null if
 *     the body does not matter
 */
public record ExpectConfig(
        List<StatusRange> status, @Nullable String body) {

    public static final int MAX_BODY_BYTES = 65_536;

    static final ExpectConfig STANDARD = new ExpectConfig(List.of(new StatusRange(200, 399)), null);

    public ExpectConfig {
        status = List.copyOf(status);
    }

    /** Whether this status passes. */
    public boolean takes(int found) {
        return status.stream().anyMatch(range -> range.least() <= found && found <= range.most());
    }

    /** Statuses from {@code least} to {@code most}, both included. Immutable. */
    public record StatusRange(int least, int most) {

        public StatusRange {
            if (least < 100 || most > 599 || least > most) {
                throw new IllegalArgumentException("status: found " + least + "-" + most + ", expected 100 to 599");
            }
        }
    }
}
