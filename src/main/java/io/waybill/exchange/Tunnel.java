package io.waybill.exchange;

import io.waybill.stats.ProtocolCounters;
import io.waybill.stats.ProtocolEvent;

/**
 * An exchange after a switch of protocols: bytes flow both ways, without framing, until a side ends. Counts itself up
 * when it opens and down, once, when it closes; knows whether its client has said good-bye. Confined to one event loop.
 */
final class Tunnel {

    private final ProtocolCounters counters;
    private boolean clientEnded;
    private boolean closed;

    private Tunnel(ProtocolCounters counters) {
        this.counters = counters;
    }

    /** Opens it; {@link #close} must follow. */
    static Tunnel open(ProtocolCounters counters) {
        counters.count(ProtocolEvent.TUNNEL_OPENED);
        return new Tunnel(counters);
    }

    /** The client has sent all that it will, in good order; it may still read. */
    void clientEnded() {
        clientEnded = true;
    }

    /** Whether a client that leaves now does so in good order. */
    boolean hasClientEnded() {
        return clientEnded;
    }

    void close() {
        if (!closed) {
            closed = true;
            counters.count(ProtocolEvent.TUNNEL_CLOSED);
        }
    }
}
