package io.waybill.stats;

/** One loop's share of a {@link ProtocolStats}. Confined to one event loop; allocates nothing. */
public final class ProtocolCounters {

    final Slab slab = new Slab(ProtocolEvent.values().length);

    public void count(ProtocolEvent event) {
        slab.add(event.index(), 1);
    }
}
