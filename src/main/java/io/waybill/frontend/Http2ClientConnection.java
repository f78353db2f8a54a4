package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.waybill.exchange.ClientAddress;
import io.waybill.http.RequestHead;
import io.waybill.net.ChannelEnds;
import io.waybill.net.Deadline;
import io.waybill.stats.ProtocolEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/2 connection of a client, from its preface to its last stream. Netty's codec reads and writes frames and counts
 * windows; {@link Http2ClientFrames} hears of what was read, {@link Http2ClientStream} is one exchange's share. What
 * streams write leaves once per turn of the loop, not once per stream. Made by {@link Http2ClientCodec}. Confined to one
 * event loop.
 */
final class Http2ClientConnection extends Http2ConnectionHandler implements ClientConnection, Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientConnection.class);

    /** How much of all bodies may be under way to us on a connection; what streams do not take counts for them alone. */
    private static final int WINDOW_BYTES = 1024 * 1024;

    /** Of a client that takes nothing, while it makes us answer. */
    private static final int MOST_PENDING_BYTES = 4 * 1024 * 1024;

    private final ListenerLoop shared;
    private final Channel channel;
    private final OpenConnection place;
    private final ClientAddress client;
    private final Http2ClientCodec codec;
    private final Http2Output output;
    private final Http2ClientFrames listener;
    private final Http2Leaving leaving;
    private final Deadline deadline = new Deadline(this);
    private final StalledWindows windows;

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable RecentResets resets;
    private int streams;
    private boolean greeted;

    Http2ClientConnection(ListenerLoop shared, ClientOpening opening, ClientAddress client, Http2ClientCodec codec) {
        super(codec.decoder(), codec.encoder(), codec.settings(), true, false);
        this.shared = shared;
        this.channel = opening.channel();
        this.place = opening.place();
        this.client = client;
        this.codec = codec;
        this.output = new Http2Output(this, channel, shared.loop(), codec.frames());
        this.listener = new Http2ClientFrames(this, shared, codec);
        this.leaving = new Http2Leaving(this, listener, channel, shared.loop());
        int mostStreams = shared.settings().http2().streams();
        this.windows = new StalledWindows(connection(), shared.loop().deadlines(), mostStreams, this::stalled);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newCtx) throws Exception {
        ctx = newCtx;
        place.speaker(this);
        decoder().frameListener(listener);
        connection().addListener(listener);
        super.handlerAdded(newCtx);
        shared.protocols().count(ProtocolEvent.HTTP2_CONNECTION);
        Http2Stream whole = connection().connectionStream();
        int window = decoder().flowController().windowSize(whole);
        decoder().flowController().incrementWindowSize(whole, WINDOW_BYTES - window);
        leaving.after(shared.settings().http2().maxAge().toNanos());
        closeWithin(shared.limits().requestHeadNanos());
        output.flushSoon();
        if (shared.isDraining()) {
            // The others were asked to go while this one was still in its handshake.
            leaving.begin();
        }
    }

    // ---- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (leaving.isOver()) {
            ((ByteBuf) message).release();
            return;
        }
        output.hold();
        super.channelRead(context, message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (leaving.isOver()) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(context, in, out);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        listener.tellReadComplete();
        output.holdNoMore();
        super.channelReadComplete(context);
        if (output.pendingBytes() > MOST_PENDING_BYTES && !leaving.isOver()) {
            stalled();
        }
    }

    private void stalled() {
        codec.guard().stalled();
        leaving.fail(Http2Error.ENHANCE_YOUR_CALM, "too much was asked for, and nothing taken");
        output.flushSoon();
    }

    /** The client has opened a window for these bytes of a body. */
    void taken(int bytes) {
        windows.taken(bytes);
    }

    /** The client has sent its settings: now it may be silent for longer. */
    void greet() {
        if (!greeted) {
            greeted = true;
            closeWithin(shared.limits().keepAliveNanos());
        }
    }

    /** A stream has begun. */
    void opened() {
        streams++;
        windows.watch();
    }

    /** A stream is over, with its last byte. */
    void over() {
        streams--;
        if (shared.isDraining()) {
            // The client could not know: only now does it hear that it should go.
            leaving.begin();
        }
        if (streams == 0) {
            closeWithin(shared.limits().keepAliveNanos());
            leaving.noStreams();
        }
    }

    void closeWithin(long nanos) {
        shared.loop().deadlines().set(deadline, System.nanoTime() + nanos);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        if (leaving.isOver() || !greeted) {
            channel.close();
        } else if (streams == 0) {
            leaving.now();
        }
        // Otherwise exchanges run, which have deadlines of their own.
    }

    boolean hasStreams() {
        return streams > 0;
    }

    // ---- what goes to the client

    @Override
    public void flush(ChannelHandlerContext context) {
        try {
            encoder().flowController().writePendingBytes();
        } catch (Http2Exception e) {
            onError(context, true, e);
        }
        output.beforeFlush();
        super.flush(context);
        output.afterFlush(context);
    }

    Http2Output output() {
        return output;
    }

    /** Ends a stream where it stands. What the client may still send on it is passed over. */
    void reset(Http2Stream stream, Http2Error code) {
        if (stream.state() == Http2Stream.State.CLOSED) {
            return;
        }
        if (resets == null) {
            resets = new RecentResets();
        }
        resets.add(stream.id());
        output.writeGathered();
        resetStream(context(), stream.id(), code.code(), context().newPromise());
        // At once, and not when the frame has left: nothing more must be written on it.
        stream.close();
        output.flushSoon();
    }

    ClientAddress client() {
        return client;
    }

    void give(RequestHead head) {
        shared.heads().give(head);
    }

    ChannelHandlerContext context() {
        return Objects.requireNonNull(ctx);
    }

    // ---- the end

    @Override
    public void drain() {
        leaving.begin();
    }

    @Override
    public void cut() {
        listener.forEach(Http2ClientStream::cut);
        leaving.now();
        flush(context());
        channel.close();
    }

    void pingAnswered() {
        leaving.pingAnswered();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        output.discard();
        super.channelInactive(context);
        shared.closed(place);
        shared.loop().deadlines().cancel(deadline);
        leaving.stop();
        windows.stop();
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        Http2Stream stream = connection().stream(error.streamId());
        if (stream == null && resets != null && resets.contains(error.streamId())) {
            // It was sent before the client could know of the reset (RFC 9113, section 5.1).
            return;
        }
        try {
            if (error.error() != Http2Error.REFUSED_STREAM) {
                codec.guard().provoked();
            }
            Http2ClientStream ours = stream == null ? null : listener.of(stream);
            if (ours == null) {
                super.onStreamError(context, outbound, cause, error);
            } else {
                ours.fail(null, error.error());
            }
        } catch (Http2Exception flood) {
            onError(context, outbound, flood);
        }
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error != null) {
            leaving.fail(error.error(), String.valueOf(error.getMessage()));
        } else if (ChannelEnds.isOfPeer(cause)) {
            channel.close();
        } else {
            LOG.error("bug: client={}", channel.remoteAddress(), cause);
            leaving.fail(Http2Error.INTERNAL_ERROR, "Waybill failed");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            // By TLS the client has said that it is leaving.
            channel.close();
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        onError(context, false, cause);
    }
}
