package io.waybill.upstream;

import io.waybill.config.Http2Config;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.stats.ProtocolCounters;

/**
 * What all HTTP/2 connections of one loop to servers share. Confined to that loop.
 *
 * @param limits of the heads and trailers that a server may send
 * @param config what a server may do on a connection
 * @param mostInformational 1xx responses that a server may send before the final one
 * @param floods counts the connections that were closed because a server overdid it
 */
record Http2Wire(HeadPool pool, HeadLimits limits, Http2Config config, int mostInformational, ProtocolCounters floods) {

    /** Servers are chosen by the operator: they may do so many times more than clients before it counts as a flood. */
    private static final int TRUST = 100;

    static Http2Wire of(HeadPool pool, UpstreamLimits limits) {
        Http2Config config = limits.http2();
        Http2Config forServers = new Http2Config(
                config.streams(),
                config.streamWindow(),
                config.headerTable(),
                (int) Math.min(Integer.MAX_VALUE, (long) config.resets() * TRUST),
                (int) Math.min(Integer.MAX_VALUE, (long) config.controlFrames() * TRUST),
                config.ping(),
                config.maxAge());
        return new Http2Wire(pool, limits.heads(), forServers, limits.mostInformational(), new ProtocolCounters());
    }
}
