package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.config.Http2Config;
import io.waybill.http.HeadPool;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import io.waybill.stats.ProtocolStats;
import org.jspecify.annotations.Nullable;

/** A server's side of a connection, of Netty's codec and our classes, that answers every request with an empty 200. */
final class FuzzedConnection extends Http2FrameAdapter {

    private final HeadPool pool = new HeadPool();
    private final RequestBlocks blocks = new RequestBlocks(pool, Blocks.LIMITS, 4_096);
    private final FloodGuard guard = new FloodGuard(blocks, Http2Config.standard(), new ProtocolStats(1).loop(0));
    private final Http2Connection connection = new DefaultHttp2Connection(true);
    private final Http2ConnectionEncoder encoder =
            new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter(new FlatHeadEncoder()));
    private @Nullable Throwable odd;

    Http2ConnectionHandler handler() {
        DefaultHttp2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection, encoder, guard, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false, false);
        decoder.frameListener(this);
        Http2Settings settings = new Http2Settings().maxConcurrentStreams(10);
        blocks.announce(settings);
        return new Handler(decoder, encoder, settings);
    }

    /** What came out that is no error of HTTP/2, or null. */
    @Nullable
    Throwable odd() {
        return odd;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        Http2Stream stream = connection.stream(streamId);
        RequestHead head =
                stream.isTrailersReceived() ? blocks.takeTrailers(headers) : blocks.takeRequest(headers, endOfStream);
        assertFalse(head.toString().isEmpty());
        if (!stream.isHeadersSent() && !stream.isResetSent()) {
            answer(ctx, streamId);
        }
        pool.give(head);
    }

    private void answer(ChannelHandlerContext ctx, int streamId) {
        ResponseHead response = pool.takeResponse();
        response.status(200);
        response.bodyLength(0);
        encoder.writeHeaders(ctx, streamId, FlatHeaders.response(response), 0, true, ctx.newPromise());
        pool.give(response);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        return data.readableBytes() + padding;
    }

    private final class Handler extends Http2ConnectionHandler {

        Handler(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            super(decoder, encoder, settings);
        }

        @Override
        protected void onConnectionError(
                ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception http2) {
            if (FrameFuzzTest.isOdd(cause)) {
                odd = cause;
            }
            super.onConnectionError(ctx, outbound, cause, http2);
        }

        @Override
        protected void onStreamError(
                ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException http2) {
            if (FrameFuzzTest.isOdd(cause)) {
                odd = cause;
            }
            try {
                guard.provoked();
                super.onStreamError(ctx, outbound, cause, http2);
            } catch (Http2Exception flood) {
                onConnectionError(ctx, outbound, flood, flood);
            }
        }
    }
}
