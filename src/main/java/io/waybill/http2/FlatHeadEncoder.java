package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * Writes {@link FlatHeaders} as HPACK (RFC 7541) without a dynamic table: what stands in the static table by its index,
 * everything else as literals. There is nothing that one head could leave behind for the next. Belongs to a connection.
 * Confined to one event loop.
 */
public final class FlatHeadEncoder implements Http2HeadersEncoder, Http2HeadersEncoder.Configuration {

    @Override
    public void encodeHeaders(int streamId, Http2Headers headers, ByteBuf buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Configuration configuration() {
        return this;
    }

    @Override
    public void maxHeaderTableSize(long max) {}

    @Override
    public long maxHeaderTableSize() {
        return 4096;
    }

    @Override
    public void maxHeaderListSize(long max) {}

    @Override
    public long maxHeaderListSize() {
        return Long.MAX_VALUE;
    }
}
