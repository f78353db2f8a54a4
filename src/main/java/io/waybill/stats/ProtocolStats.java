package io.waybill.stats;

import java.util.EnumMap;
import java.util.Map;

/** Events of the protocols that one listener speaks, counted by all loops. Safe from any thread. */
public final class ProtocolStats {

    private final ProtocolCounters[] loops;

    /** @param loops how many event loops there are */
    public ProtocolStats(int loops) {
        this.loops = new ProtocolCounters[loops];
        for (int i = 0; i < loops; i++) {
            this.loops[i] = new ProtocolCounters();
        }
    }

    /** The counters that only the loop of that index writes. */
    public ProtocolCounters loop(int index) {
        return loops[index];
    }

    /** How often that has happened, all loops together. */
    public long count(ProtocolEvent event) {
        long sum = 0;
        for (ProtocolCounters loop : loops) {
            sum += loop.slab.get(event.index());
        }
        return sum;
    }

    /** A copy of all counts, in the order of the events. */
    public Map<ProtocolEvent, Long> view() {
        Map<ProtocolEvent, Long> view = new EnumMap<>(ProtocolEvent.class);
        for (ProtocolEvent event : ProtocolEvent.values()) {
            view.put(event, count(event));
        }
        return view;
    }
}
