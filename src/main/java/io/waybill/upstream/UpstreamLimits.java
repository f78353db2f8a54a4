package io.waybill.upstream;

import io.waybill.config.Http2Config;
import io.waybill.http.HeadLimits;

/**
 * What servers may send. Immutable.
 *
 * @param heads of the heads and trailers of responses
 * @param mostInformational 1xx responses that may precede a final one
 * @param http2 for servers that are spoken to in HTTP/2
 */
public record UpstreamLimits(HeadLimits heads, int mostInformational, Http2Config http2) {}
