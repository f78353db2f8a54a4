package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.waybill.net.ChannelEnds;
import io.waybill.net.Deadline;
import io.waybill.net.Loop;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an HTTP/2 connection ends without losing a request (RFC 9113, section 6.8). First the client is asked to open no
 * more streams; when what it sent before it could know has arrived, it is told which stream is the last one that counts;
 * when the last stream is over, so is the connection. Confined to one event loop.
 */
final class Http2Leaving implements Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Leaving.class);

    /** A client that does not say that it has read our wish within this time is not waited for. */
    private static final long ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a client may go on sending what nobody reads, so that no reset overtakes the last frame to it. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum State {
        STAYING,
        /** The client was asked to go. */
        ASKED,
        /** The client knows which stream is the last. */
        LAST_STREAM_KNOWN,
        /** Nothing is read any more. */
        OVER
    }

    private final Http2ClientConnection connection;
    private final Http2ClientFrames frames;
    private final Channel channel;
    private final Loop loop;
    private final Deadline deadline = new Deadline(this);
    private State state = State.STAYING;

    Http2Leaving(Http2ClientConnection connection, Http2ClientFrames frames, Channel channel, Loop loop) {
        this.connection = connection;
        this.frames = frames;
        this.channel = channel;
        this.loop = loop;
    }

    /** The connection ends when it is this old; zero for never. */
    void after(long nanos) {
        if (nanos > 0) {
            loop.deadlines().set(deadline, System.nanoTime() + nanos);
        }
    }

    /** Asks the client to go. */
    void begin() {
        if (state == State.STAYING) {
            state = State.ASKED;
            goAway(Integer.MAX_VALUE);
            ping();
            loop.deadlines().set(deadline, System.nanoTime() + ARRIVAL_NANOS);
        }
    }

    /** The client has read what was written before, and what it sent before that has arrived. */
    void pingAnswered() {
        if (state == State.ASKED) {
            now();
        }
    }

    /** Takes up no stream from here on, and closes when those that run are over. */
    void now() {
        if (state == State.STAYING || state == State.ASKED) {
            state = State.LAST_STREAM_KNOWN;
            loop.deadlines().cancel(deadline);
            goAway(connection.connection().remote().lastStreamCreated());
            if (!connection.hasStreams()) {
                noStreams();
            }
        }
    }

    /** The last stream is over. */
    void noStreams() {
        if (state == State.LAST_STREAM_KNOWN) {
            state = State.OVER;
            // In a task of its own, as this may be told by a write that others of the same flush are behind.
            loop.eventLoop().execute(this::lingerIfOpen);
        }
    }

    private void lingerIfOpen() {
        if (channel.isActive()) {
            linger();
        }
    }

    @Override
    public void deadlineReached(long nowNanos) {
        if (state == State.STAYING) {
            begin();
        } else {
            now();
        }
    }

    void stop() {
        loop.deadlines().cancel(deadline);
    }

    /** Whether nothing is read any more. */
    boolean isOver() {
        return state == State.OVER;
    }

    private void goAway(int lastStream) {
        ChannelHandlerContext ctx = connection.context();
        connection.goAway(ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
        connection.output().flushSoon();
    }

    /** Asks the client to say when it has read what was written before. */
    private void ping() {
        ChannelHandlerContext ctx = connection.context();
        connection.encoder().writePing(ctx, false, 0, ctx.newPromise());
        connection.output().flushSoon();
    }

    /** Tells the client why the connection ends here, and ends it. */
    void fail(Http2Error code, String why) {
        if (state == State.OVER || !channel.isActive()) {
            return;
        }
        state = State.OVER;
        LOG.debug("http2 connection ends: client={} error={} reason={}", channel.remoteAddress(), code, why);
        frames.forEach(Http2ClientStream::onConnectionFailed);
        ChannelHandlerContext ctx = connection.context();
        int lastStream = connection.connection().remote().lastStreamCreated();
        ByteBuf reason = ByteBufUtil.writeUtf8(loop.allocator(), why);
        connection.encoder().frameWriter().writeGoAway(ctx, lastStream, code.code(), reason, ctx.newPromise());
        linger();
    }

    // If we closed the connection now, the client's next bytes would be answered with a reset, which would discard the
    // GOAWAY that the client has not read yet.
    private void linger() {
        loop.deadlines().cancel(deadline);
        connection.flush(connection.context());
        ChannelEnds.endOutput(channel);
        connection.closeWithin(LINGER_NANOS);
    }
}
