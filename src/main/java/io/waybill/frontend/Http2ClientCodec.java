package io.waybill.frontend;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.waybill.config.Http2Config;
import io.waybill.http2.FlatHeadEncoder;
import io.waybill.http2.FloodGuard;
import io.waybill.http2.RequestBlocks;

/**
 * Netty's codec as one connection of a client needs it, and what of ours goes into it. Immutable; its parts are confined
 * to one event loop.
 *
 * @param settings what the client is told first
 * @param blocks reads heads
 * @param frames writes them
 */
record Http2ClientCodec(
        Http2ConnectionDecoder decoder,
        Http2ConnectionEncoder encoder,
        Http2Settings settings,
        RequestBlocks blocks,
        FloodGuard guard,
        Http2Frames frames) {

    /** The client has room again when it has used up half of a window. */
    private static final float WINDOW_UPDATE_RATIO = 0.5f;

    /** What a stream may send before it is another one's turn; less would make frames small. */
    private static final int BYTES_IN_TURN = 16 * 1024;

    static Http2ClientCodec of(ListenerLoop shared) {
        Http2Config config = shared.settings().http2();
        FlatHeadEncoder heads = new FlatHeadEncoder();
        DefaultHttp2FrameWriter writer = new DefaultHttp2FrameWriter(heads);
        DefaultHttp2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection(), writer);
        RequestBlocks blocks = new RequestBlocks(shared.heads(), shared.limits().heads(), config.headerTable());
        FloodGuard guard = new FloodGuard(blocks, config, shared.protocols());
        // The last word: RequestBlocks checks fields, so Netty need not.
        DefaultHttp2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                encoder.connection(), encoder, guard, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false);
        Http2Frames frames = new Http2Frames(
                heads, writer.configuration().frameSizePolicy(), shared.loop().allocator());
        return new Http2ClientCodec(decoder, encoder, settings(config, blocks), blocks, guard, frames);
    }

    private static Http2Connection connection() {
        Http2Connection connection = new DefaultHttp2Connection(true);
        Http2LocalFlowController local = new DefaultHttp2LocalFlowController(connection, WINDOW_UPDATE_RATIO, true);
        connection.local().flowController(local);
        UniformStreamByteDistributor distributor = new UniformStreamByteDistributor(connection);
        distributor.minAllocationChunk(BYTES_IN_TURN);
        connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, distributor));
        return connection;
    }

    private static Http2Settings settings(Http2Config config, RequestBlocks blocks) {
        Http2Settings settings = new Http2Settings()
                .maxConcurrentStreams(config.streams())
                .initialWindowSize(config.streamWindow())
                .connectProtocolEnabled(true);
        blocks.announce(settings);
        return settings;
    }
}
