package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.waybill.config.Http2Config;
import io.waybill.stats.ProtocolCounters;
import io.waybill.stats.ProtocolEvent;

/**
 * Reads frames by Netty's reader and counts those that cost more than they carry; a peer that sends too many in a second
 * is told to calm down (connection error ENHANCE_YOUR_CALM), and the closing is counted. Belongs to a connection.
 * Confined to one event loop.
 */
public final class FloodGuard implements Http2FrameReader {

    /** CONTINUATION frames below half a frame's size, in one block. */
    private static final int MOST_SMALL_CONTINUATIONS = 16;

    private final Http2FrameReader reader;
    private final FrameRates rates;
    private final ProtocolCounters counters;
    private final CountedFrames counted;

    /** @param blocks decodes heads: a {@link RequestBlocks} or {@link ResponseBlocks} */
    public FloodGuard(Http2HeadersDecoder blocks, Http2Config config, ProtocolCounters counters) {
        this.reader = new DefaultHttp2FrameReader(blocks, MOST_SMALL_CONTINUATIONS);
        this.rates = new FrameRates(config);
        this.counters = counters;
        this.counted = new CountedFrames(rates);
    }

    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener listener) throws Http2Exception {
        try {
            reader.readFrame(ctx, input, counted.passingOnTo(listener));
        } catch (Http2Exception e) {
            throw judged(e);
        }
    }

    /**
     * Counts a stream that was reset because of something that the peer did.
     *
     * @throws Http2Exception a connection error, if the peer has provoked too many
     */
    public void provoked() throws Http2Exception {
        try {
            rates.provoked(System.nanoTime());
        } catch (Flood e) {
            counters.count(e.event());
            throw e;
        }
    }

    /** Counts that the connection is closed because its peer asked for much and took nothing. */
    public void stalled() {
        counters.count(ProtocolEvent.FLOOD_STALLED);
    }

    /** Of the floods, Netty's reader sees two itself: a block in too many pieces, and one that is too long. */
    private Http2Exception judged(Http2Exception thrown) {
        if (thrown instanceof Flood flood) {
            counters.count(flood.event());
            return flood;
        }
        if (Http2Exception.isStreamError(thrown)) {
            return thrown;
        }
        if (thrown.error() == Http2Error.ENHANCE_YOUR_CALM) {
            counters.count(ProtocolEvent.FLOOD_CONTINUATION);
            return thrown;
        }
        String message = thrown.getMessage();
        if (message != null && message.startsWith("Header size exceeded")) {
            counters.count(ProtocolEvent.FLOOD_HEADERS);
            return new Flood(ProtocolEvent.FLOOD_HEADERS);
        }
        return thrown;
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }
}
