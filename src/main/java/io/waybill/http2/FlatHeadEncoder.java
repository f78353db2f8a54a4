package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/**
 * Writes {@link FlatHeaders} as HPACK (RFC 7541) without a dynamic table: what stands in the static table by its index,
 * everything else as literals. There is nothing that one head could leave behind for the next. Belongs to a connection.
 * Confined to one event loop.
 */
public final class FlatHeadEncoder implements Http2HeadersEncoder, Http2HeadersEncoder.Configuration {

    private static final int FIRST_CAPACITY = 512;

    /** Makes the peer's table empty (RFC 7541, section 6.3). */
    private static final int NO_TABLE = 0x20;

    private final HpackBytes bytes = new HpackBytes(FIRST_CAPACITY);
    private final HeadToHpack writer = new HeadToHpack(bytes);


    private long listSize = Http2CodecUtil.MAX_HEADER_LIST_SIZE;
    private boolean tableIsSmaller;

    /** @param headers a {@link FlatHeaders} */
    @Override
    public void encodeHeaders(int streamId, Http2Headers headers, ByteBuf buffer) {
        if (tableIsSmaller) {
            // A peer that makes its table smaller must be told so in the next head that it reads (RFC 7541, section 4.2),
            // and heads need not leave in the order in which they are written here: so each says it.
            buffer.writeByte(NO_TABLE);
        }
        bytes.clear();
        ((FlatHeaders) headers).writeTo(bytes, writer);
        bytes.writeTo(buffer);
    }

    @Override
    public Configuration configuration() {
        return this;
    }

    @Override
    public void maxHeaderTableSize(long max) {
        tableIsSmaller |= max < Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE;
    }

    @Override
    public long maxHeaderTableSize() {
        return tableIsSmaller ? 0 : Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE;
    }

    @Override
    public void maxHeaderListSize(long max) {
        listSize = max;
    }

    @Override
    public long maxHeaderListSize() {
        return listSize;
    }
}
