package io.waybill.exchange;

import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.requestid.RequestIdGenerator;
import java.util.List;

/**
 * What the exchanges of one event loop share, whichever listener they came by. Confined to that loop.
 *
 * @param loop the loop
 * @param connector finds connections to servers
 * @param ids makes request IDs
 * @param heads where heads are taken from and given back to
 * @param date the time of day, for messages that lack it
 * @param listeners told of every exchange that has ended, in this order
 */
public record LoopServices(
        Loop loop,
        Connector connector,
        RequestIdGenerator ids,
        HeadPool heads,
        HttpDate date,
        List<ExchangeListener> listeners) {

    public LoopServices {
        listeners = List.copyOf(listeners);
    }
}
