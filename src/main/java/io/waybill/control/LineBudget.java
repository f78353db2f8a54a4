package io.waybill.control;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps lines about states from flooding the log when a whole network goes away: of each kind {@value #LINES} within a
 * second, then, at the end of that second, one line with the number left out. Confined to the control thread.
 */
final class LineBudget {

    static final int LINES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(LineBudget.class);
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final ControlThread control;
    private final Map<String, Integer> asked = new HashMap<>();

    LineBudget(ControlThread control) {
        this.control = control;
    }

    /** Whether one more line of that kind may be written now; the caller then writes it. */
    boolean allows(String kind) {
        int number = asked.merge(kind, 1, Integer::sum);
        if (number == 1) {
            control.schedule(WINDOW, () -> endWindow(kind));
        }
        return number <= LINES;
    }

    private void endWindow(String kind) {
        Integer number = asked.remove(kind);
        if (number != null && number > LINES) {
            LOG.warn("lines left out: kind=\"{}\" left-out={}", kind, number - LINES);
        }
    }
}
