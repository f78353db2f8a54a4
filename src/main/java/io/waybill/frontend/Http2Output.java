package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.net.Loop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one HTTP/2 connection write, and when it leaves: once for everything that was read at once, and
 * else once per turn of the loop, however many streams ask for it. Belongs to an {@link Http2ClientConnection}. Confined to
 * one event loop.
 */
final class Http2Output {

    private static final int MOST_GATHERED = 2048;
    private static final int GATHERED_BYTES = 8192;

    private final Http2ClientConnection connection;
    private final Channel channel;
    private final Loop loop;
    private final Http2Frames frames;
    private final Runnable flushTask = this::flushNow;
    private final List<Http2ClientStream> due = new ArrayList<>();
    private final List<Http2ClientStream> resumed = new ArrayList<>();
    private List<Http2Response> ending = new ArrayList<>();
    private @Nullable ByteBuf gathered;
    private boolean held;
    private boolean flushIsDue;

    Http2Output(Http2ClientConnection connection, Channel channel, Loop loop, Http2Frames frames) {
        this.connection = connection;
        this.channel = channel;
        this.loop = loop;
        this.frames = frames;
    }

    /** Makes frames. */
    Http2Frames frames() {
        return frames;
    }

    /** Says which data may go. */
    Http2RemoteFlowController flow() {
        return connection.encoder().flowController();
    }

    /** @param frame owned by this output from here on */
    void write(ByteBuf frame) {
        if (!gather(frame)) {
            writeGathered();
            connection.context().write(frame, channel.unsafe().voidPromise());
        }
    }

    /** Writes a frame that is the last of its response, which is told when the kernel has taken it. */
    void writeLast(ByteBuf frame, Http2Response response) {
        if (gather(frame)) {
            ending.add(response);
        } else {
            writeGathered();
            connection.context().write(frame).addListener(done -> response.left(done.isSuccess()));
        }
    }

    /** Puts a small frame behind others, so that frames of many streams are one write. */
    private boolean gather(ByteBuf frame) {
        int length = frame.readableBytes();
        if (length > MOST_GATHERED) {
            return false;
        }
        ByteBuf out = gathered;
        if (out == null || out.writableBytes() < length) {
            writeGathered();
            out = loop.allocator().buffer(GATHERED_BYTES);
            gathered = out;
        }
        out.writeBytes(frame);
        frame.release();
        return true;
    }

    /** Hands over what was gathered; to be called before anything else is written that must not overtake it. */
    void writeGathered() {
        ByteBuf out = gathered;
        if (out == null) {
            return;
        }
        gathered = null;
        if (ending.isEmpty()) {
            connection.context().write(out, channel.unsafe().voidPromise());
        } else {
            List<Http2Response> told = ending;
            ending = new ArrayList<>();
            connection.context().write(out).addListener(done -> left(told, done.isSuccess()));
        }
    }

    private static void left(List<Http2Response> told, boolean complete) {
        for (int i = 0; i < told.size(); i++) {
            told.get(i).left(complete);
        }
    }

    /** The connection is closed: releases what was gathered. */
    void discard() {
        ByteBuf out = gathered;
        gathered = null;
        if (out != null) {
            out.release();
        }
        left(ending, false);
        ending = new ArrayList<>();
    }

    /** The client has room again for what it sent on a stream and has not been passed on until now. */
    void consume(Http2Stream stream, int bytes) {
        try {
            if (connection.decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            connection.onError(connection.context(), true, e);
        }
    }

    ByteBuf copy(ByteBuf data) {
        int length = data.readableBytes();
        return loop.allocator().buffer(Math.max(length, 1)).writeBytes(data);
    }

    /** The client is being read: a flush follows. */
    void hold() {
        held = true;
    }

    void holdNoMore() {
        held = false;
    }

    void flushSoon() {
        if (!held && !flushIsDue) {
            flushIsDue = true;
            loop.eventLoop().execute(flushTask);
        }
    }

    private void flushNow() {
        flushIsDue = false;
        if (channel.isActive()) {
            connection.flush(connection.context());
        }
    }

    /** A stream has something to do before the next flush, which is soon. */
    void due(Http2ClientStream stream) {
        due.add(stream);
        flushSoon();
    }

    /** The client takes data of this stream again, which is told after the flush that has shown it. */
    void resume(Http2ClientStream stream) {
        resumed.add(stream);
    }

    /** The client has opened a window for these bytes of a body. */
    void taken(int bytes) {
        connection.taken(bytes);
    }

    void beforeFlush() {
        for (int i = 0; i < due.size(); i++) {
            due.get(i).beforeFlush();
        }
        due.clear();
        writeGathered();
    }

    void afterFlush(ChannelHandlerContext ctx) {
        if (gathered != null) {
            // The flush itself has shown that more can go.
            writeGathered();
            ctx.flush();
        }
        for (int i = 0; i < resumed.size(); i++) {
            resumed.get(i).resumed();
        }
        resumed.clear();
    }

    /** Bytes that wait for the kernel, of all streams. */
    long pendingBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }
}
