package io.waybill.upstream;

import io.waybill.http.HeadPool;
import io.waybill.net.UpstreamTlsContexts;

/**
 * What all connections of one loop share to speak with servers, in either version. Confined to that loop.
 *
 * @param tls for servers that are spoken to over TLS
 */
record Wires(Http1Wire http1, Http2Wire http2, UpstreamTlsContexts tls) {

    static Wires of(HeadPool pool, UpstreamLimits limits, UpstreamTlsContexts tls) {
        return new Wires(
                Http1Wire.of(pool, limits.heads(), limits.mostInformational()), Http2Wire.of(pool, limits), tls);
    }

    Wires with(UpstreamLimits limits) {
        return of(http1.pool(), limits, tls);
    }
}
