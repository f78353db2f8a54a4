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

    /** What the peer takes the size of its table for. */
    private long tableSize = Http2CodecUtil.DEFAULT_HEADER_TABLE_SIZE;

    private long listSize = Http2CodecUtil.MAX_HEADER_LIST_SIZE;
    private boolean tableIsSmaller;

    /** @param headers a {@link FlatHeaders} */
    @Override
    public void encodeHeaders(int streamId, Http2Headers headers, ByteBuf buffer) {
        if (tableIsSmaller) {
            // A peer that makes its table smaller must be told so before anything else (RFC 7541, section 4.2).
            tableIsSmaller = false;
            tableSize = 0;
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
        tableIsSmaller |= max < tableSize;
    }

    @Override
    public long maxHeaderTableSize() {
        return tableSize;
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
