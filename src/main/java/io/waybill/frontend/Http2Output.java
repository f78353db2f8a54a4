package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.waybill.net.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * What the streams of one HTTP/2 connection write, and when it leaves: once for everything that was read at once, and
 * else once per turn of the loop, however many streams ask for it. Belongs to an {@link Http2ClientConnection}. Confined to
 * one event loop.
 */
final class Http2Output {

    private final Http2ClientConnection connection;
    private final Channel channel;
    private final Loop loop;
    private final Http2Frames frames;
    private final Runnable flushTask = this::flushNow;
    private final List<Http2ClientStream> due = new ArrayList<>();
    private final List<Http2ClientStream> resumed = new ArrayList<>();
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

    void write(ByteBuf frame) {
        connection.context().write(frame, channel.unsafe().voidPromise());
    }

    /** @param written told when the kernel has taken the frame */
    void write(ByteBuf frame, ChannelFutureListener written) {
        connection.context().write(frame).addListener(written);
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
    }

    void afterFlush() {
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
