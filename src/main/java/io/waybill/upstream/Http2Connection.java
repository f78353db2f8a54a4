package io.waybill.upstream;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.exchange.Failure;
import io.waybill.pool.PoolSettings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection to a server, which carries the exchanges of many clients at once, each on an {@link
 * Http2UpstreamStream}. Made by {@link Opening}; stands when the server's first SETTINGS are here; is found by {@link
 * Http2Connections} until it takes no new streams; closes when the last one is over. Confined to one event loop.
 */
final class Http2Connection extends Http2ConnectionHandler {

    /** Streams at once to a server that sets no limit. */
    private static final int MOST_STREAMS = 1000;

    /** What may be under way on the connection as a whole; each stream has a limit of its own. */
    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private final ServerConnections owner;
    private final Opening opening;
    private final Channel channel;
    private final Http2Streams streams;
    private final KeepAlivePing ping;
    private final long openedNanos = System.nanoTime();

    private @Nullable ChannelHandlerContext context;
    private boolean stands;
    private boolean leaving;
    private boolean broken;
    private long idleSinceNanos = openedNanos;

    Http2Connection(ServerConnections owner, Opening opening, Channel channel, Http2Codec codec) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true, false);
        Http2Wire wire = owner.wires().http2();
        this.owner = owner;
        this.opening = opening;
        this.channel = channel;
        this.streams =
                new Http2Streams(this, owner.loop(), wire, codec, owner.server().isSecure());
        this.ping = new KeepAlivePing(
                this,
                owner.loop().deadlines(),
                wire.config().ping(),
                owner.settings().connectNanos());
        codec.decoder().frameListener(new Http2FrameEvents(this));
    }

    // ---- between exchanges

    /** Whether one more stream may be opened on it. */
    boolean hasRoom(PoolSettings settings, long nowNanos) {
        if (!stands || leaving || !channel.isActive()) {
            return false;
        }
        if (isTooOld(settings, nowNanos)) {
            leave();
            return false;
        }
        return streams.running() < MOST_STREAMS && connection().local().canOpenStream();
    }

    boolean isTooOld(PoolSettings settings, long nowNanos) {
        return settings.maxAgeNanos() > 0 && nowNanos - openedNanos >= settings.maxAgeNanos();
    }

    /** How many streams the server takes at once. */
    int mostStreams() {
        return Math.min(MOST_STREAMS, connection().local().maxActiveStreams());
    }

    /** Asks the kernel, which knows of a close before this loop has read of it. */
    boolean isSurelyOpen() {
        return owner.loop().peers().isEstablished(channel);
    }

    boolean isIdle() {
        return streams.running() == 0;
    }

    /** Whether it has stood without a stream for so long. */
    boolean hasWaited(long mostNanos, long nowNanos) {
        return isIdle() && nowNanos - idleSinceNanos >= mostNanos;
    }

    Http2Streams streams() {
        return streams;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Takes no new stream, and closes when the last one is over. */
    void leave() {
        leaving = true;
        owner.http2().remove(this);
        if (isIdle()) {
            close();
        }
    }

    /** Says goodbye and closes; streams that still run fail. */
    void close() {
        leaving = true;
        ChannelHandlerContext ctx = context;
        if (ctx != null && channel.isActive()) {
            goAway(ctx, 0, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
            ctx.flush();
        }
        channel.close();
    }

    /** The server does not answer: there is nobody to say goodbye to. */
    void isDead() {
        leaving = true;
        channel.close();
    }

    // ---- what its streams tell

    ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return ctx;
    }

    void becameBusy() {
        owner.counters().idle(-1);
        ping.watch();
    }

    void becameIdle() {
        idleSinceNanos = System.nanoTime();
        owner.counters().idle(1);
        owner.http2().becameIdle(this);
        if (leaving && !broken) {
            close();
        }
    }

    void flushNow() {
        if (channel.isActive()) {
            flush(context());
        }
    }

    // ---- what the server tells

    /** The exchange's end of a stream, or null if it is over. */
    @Nullable
    Http2UpstreamStream stream(int id) {
        return streams.of(connection().stream(id));
    }

    void onSettings(Http2Settings received) {
        Boolean tunnels = received.connectProtocolEnabled();
        if (tunnels != null) {
            streams.tunnels(tunnels);
        }
        if (!stands) {
            stands = true;
            owner.counters().opened();
            owner.counters().idle(1);
            opening.stands(this);
        }
    }

    void onGoAway(int lastStreamId) throws Http2Exception {
        leaving = true;
        owner.http2().remove(this);
        for (Http2UpstreamStream stream : streams.all()) {
            if (stream.id() > lastStreamId) {
                stream.fail(Failure.STREAM_REFUSED);
            }
        }
        if (isIdle()) {
            close();
        }
    }

    // ---- what the channel tells

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        super.handlerAdded(ctx);
        Http2Stream whole = connection().connectionStream();
        decoder().flowController().incrementWindowSize(whole, CONNECTION_WINDOW);
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        streams.readBegins();
        ping.heard();
        super.channelRead(ctx, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        streams.readEnds();
        super.channelReadComplete(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        leaving = true;
        ping.stop();
        owner.http2().remove(this);
        for (Http2UpstreamStream stream : streams.all()) {
            stream.onClosed();
        }
        if (stands) {
            owner.counters().idle(-1);
            owner.counters().closed();
        } else {
            opening.failed(Failure.CONNECT_FAILED, "the server closed the connection before its SETTINGS");
        }
        super.channelInactive(ctx);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        Http2Stream stream = connection().stream(error.streamId());
        Http2UpstreamStream of = streams.of(stream);
        if (of != null) {
            streams.later(of::onBroken);
        } else if (outbound) {
            // What a stream had still to send when it ended: the server knows already that nothing comes.
            return;
        }
        super.onStreamError(ctx, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        leaving = true;
        owner.http2().remove(this);
        if (error != null) {
            String reason = String.valueOf(error.getMessage());
            owner.warn(Failure.BAD_RESPONSE, reason);
            opening.failed(Failure.CONNECT_FAILED, reason);
        } else if (!(cause instanceof IOException)) {
            owner.bug(cause);
        }
        super.onConnectionError(ctx, outbound, cause, error);
        ctx.flush();
        ctx.close();
        broken = true;
        endAll(error == null && !(cause instanceof IOException));
    }

    private void endAll(boolean bug) {
        try {
            for (Http2UpstreamStream stream : streams.all()) {
                if (bug) {
                    stream.fail(Failure.INTERNAL);
                } else {
                    stream.onBroken();
                }
            }
        } catch (Http2Exception e) {
            owner.bug(e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (TlsTrouble.is(cause)) {
            String reason = TlsTrouble.reason(cause);
            owner.warn(Failure.TLS_FAILED, reason);
            opening.failed(Failure.TLS_FAILED, reason);
            ctx.close();
        } else if (cause instanceof IOException) {
            ctx.close();
        } else {
            onError(ctx, false, cause);
        }
    }
}
