package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.waybill.config.Http2Config;
import io.waybill.stats.ProtocolCounters;

/**
 * Reads frames by Netty's reader and counts those that cost more than they carry; a peer that sends too many in a second
 * is told to calm down (connection error ENHANCE_YOUR_CALM), and the closing is counted. Belongs to a connection.
 * Confined to one event loop.
 */
public final class FloodGuard implements Http2FrameReader {

    /** @param blocks decodes heads: a {@link RequestBlocks} or {@link ResponseBlocks} */
    public FloodGuard(Http2HeadersDecoder blocks, Http2Config config, ProtocolCounters counters) {}

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener)
            throws Http2Exception {
        throw new UnsupportedOperationException();
    }

    /**
     * Counts a stream that was reset because of something that the peer did.
     *
     * @throws Http2Exception a connection error, if the peer has provoked too many
     */
    public void provoked() throws Http2Exception {}

    /** Counts that the connection is closed because its peer asked for much and took nothing. */
    public void stalled() {}

    @Override
    public Configuration configuration() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
