package io.waybill.metrics;

import io.waybill.stats.ProtocolEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What goes on below the requests of a listener, as figures. */
final class ProtocolFigures {

    private ProtocolFigures() {}

    static List<Figure> of(Map<ProtocolEvent, Long> counts) {
        List<Figure> figures = new ArrayList<>();
        counts.forEach((event, count) ->
                figures.add(Figure.counter("protocol_events", "What happened below requests", event.word(), count)));
        long opened = counts.getOrDefault(ProtocolEvent.TUNNEL_OPENED, 0L);
        long closed = counts.getOrDefault(ProtocolEvent.TUNNEL_CLOSED, 0L);
        figures.add(Figure.gauge("tunnels_open", "WebSockets and the like that stand", Math.max(0, opened - closed)));
        return figures;
    }
}
