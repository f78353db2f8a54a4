package io.waybill.control;

import java.time.Duration;
import java.util.List;

/** What became of a reload. */
public sealed interface ReloadResult {

    /**
     * The new configuration serves every exchange that starts from now on; or would, if this was a dry run.
     *
     * @param version of the snapshot
     * @param took from the order to the swap
     * @param changes what is different now
     * @param notices what the operator should know, such as keys that count from the next start only
     */
    record Applied(int version, Duration took, ConfigDiff changes, List<String> notices) implements ReloadResult {
        public Applied {
            notices = List.copyOf(notices);
        }
    }

    /** The files are byte for byte what serves already. */
    record Unchanged(int version) implements ReloadResult {}

    /** Nothing changed: the configuration of before still serves. {@code problems} is never empty. */
    record Rejected(List<String> problems) implements ReloadResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
