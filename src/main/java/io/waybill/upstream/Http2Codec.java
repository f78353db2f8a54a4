package io.waybill.upstream;

import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.waybill.http2.FlatHeadEncoder;
import io.waybill.http2.FloodGuard;
import io.waybill.http2.ResponseBlocks;

/**
 * The parts of Netty's HTTP/2 codec that one connection to a server is made of, put together. Confined to one event loop.
 *
 * @param blocks reads the heads of responses
 * @param settings what the server is told first
 */
record Http2Codec(
        DefaultHttp2ConnectionDecoder decoder,
        DefaultHttp2ConnectionEncoder encoder,
        ResponseBlocks blocks,
        Http2Settings settings) {

    /** A window is announced anew when half of it has been used. */
    private static final float WINDOW_UPDATE_RATIO = 0.5f;

    static Http2Codec of(Http2Wire wire) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(false);
        connection.local().allowPushTo(false);
        // The connection's window opens again as bytes arrive, whoever takes them: it is the windows of the streams
        // that
        // hold a fast server back, and a stream that nobody reads must not hold up the others.
        connection.local().flowController(new DefaultHttp2LocalFlowController(connection, WINDOW_UPDATE_RATIO, true));
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        DefaultHttp2ConnectionEncoder encoder =
                new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter(new FlatHeadEncoder()));
        ResponseBlocks blocks =
                new ResponseBlocks(wire.pool(), wire.limits(), wire.config().headerTable());
        DefaultHttp2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new FloodGuard(blocks, wire.config(), wire.floods()),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false,
                false);
        Http2Settings settings = new Http2Settings()
                .pushEnabled(false)
                .initialWindowSize(wire.config().streamWindow());
        blocks.announce(settings);
        return new Http2Codec(decoder, encoder, blocks, settings);
    }
}
