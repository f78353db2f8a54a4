package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2RemoteFlowController.FlowControlled;
import io.netty.handler.codec.http2.Http2Stream;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.ResponseHead;
import io.waybill.http2.FlatHeaders;
import io.waybill.net.Output;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one response on their way to the client. The head waits for what follows it, as it may turn out to be the
 * last frame; data waits for the client's windows, and Netty's flow controller says how much may go. Belongs to an {@link
 * Http2ClientStream}. Confined to one event loop.
 */
final class Http2Response implements FlowControlled {

    /** Up to here copying is cheaper than a second buffer in the write call. */
    private static final int MOST_COPIED = 2048;

    private final Http2Output output;
    private final Http2ClientStream owner;
    private final Http2Stream stream;

    private @Nullable ByteBuf head;
    private @Nullable ByteBuf trailers;
    private @Nullable ByteBuf first;
    private @Nullable ArrayDeque<ByteBuf> later;
    private @Nullable ByteBuf incoming;
    private int pending;
    private long bodyLength;
    private long bodyBytes;
    private long frameBytes;
    private boolean queued;
    private boolean ending;
    private boolean lastFrameWritten;
    private boolean behind;

    Http2Response(Http2Output output, Http2ClientStream owner, Http2Stream stream) {
        this.output = output;
        this.owner = owner;
        this.stream = stream;
    }

    // ---- what is to be written

    /** A head that another one follows. */
    void informational(ResponseHead informational) {
        ByteBuf frame = output.frames().headers(stream.id(), FlatHeaders.response(informational), false);
        frameBytes += frame.readableBytes();
        output.write(frame);
    }

    /** @param newBodyLength how long the body is that follows; see {@link BodyLength} */
    void head(ResponseHead newHead, long newBodyLength) {
        ByteBuf frame = output.frames().headers(stream.id(), FlatHeaders.response(newHead), false);
        frameBytes += frame.readableBytes();
        bodyLength = newBodyLength;
        head = frame;
    }

    /** @param data owned by this response from here on */
    void data(ByteBuf data) {
        int length = data.readableBytes();
        if (length == 0 || stream.state() == Http2Stream.State.CLOSED) {
            data.release();
            return;
        }
        bodyBytes += length;
        incoming = data;
        if (!queued) {
            queued = true;
            takeIncoming();
        }
        output.flow().addFlowControlled(stream, this);
    }

    private void takeIncoming() {
        ByteBuf data = incoming;
        if (data == null) {
            return;
        }
        incoming = null;
        pending += data.readableBytes();
        if (first == null) {
            first = data;
            return;
        }
        if (later == null) {
            later = new ArrayDeque<>();
        }
        later.addLast(data);
    }

    /** Nothing follows but these trailers. */
    void end(@Nullable FieldSection newTrailers) {
        if (newTrailers != null) {
            trailers = output.frames().headers(stream.id(), FlatHeaders.trailers(newTrailers), true);
            frameBytes += trailers.readableBytes();
        }
        ending = true;
        if (pending == 0) {
            writeLastFrame();
        }
    }

    /** Whether the body is as long as the head said, or the head said nothing. */
    boolean isAsAnnounced() {
        return bodyLength < 0 || bodyLength == bodyBytes;
    }

    /** What was asked for by a flush goes out, if it does not wait for a window: a head that the body does not follow yet. */
    void writeHeadAlone() {
        // A head without a body is the last frame, as its end follows at once.
        boolean mayEnd = bodyLength <= 0 && bodyLength != BodyLength.UNKNOWN;
        if (!mayEnd) {
            writeHead();
        }
    }

    private void writeHead() {
        ByteBuf frame = head;
        if (frame != null) {
            head = null;
            output.write(frame);
        }
    }

    // ---- what the flow controller asks and says

    @Override
    public int size() {
        return pending;
    }

    @Override
    public void write(ChannelHandlerContext ctx, int allowedBytes) {
        int left = allowedBytes;
        while (left > 0 && pending > 0) {
            left -= writeFrame(left);
        }
        if (behind && isWritable()) {
            behind = false;
            output.resume(owner);
        }
    }

    private int writeFrame(int allowed) {
        ByteBuf data = first;
        if (data == null) {
            throw new IllegalStateException("bytes are counted and not there");
        }
        int length = Math.min(
                Math.min(data.readableBytes(), allowed), output.frames().mostBytes());
        pending -= length;
        output.taken(length);
        boolean last = ending && pending == 0 && trailers == null;
        boolean copied = length <= MOST_COPIED;
        ByteBuf frame = dataFrame(length, last, copied ? length : 0);
        if (copied) {
            frame.writeBytes(data, length);
        } else {
            output.write(frame);
            frame = data.readRetainedSlice(length);
        }
        if (last) {
            writeLast(frame);
        } else {
            output.write(frame);
        }
        if (!data.isReadable()) {
            data.release();
            first = later == null ? null : later.pollFirst();
        }
        if (ending && pending == 0 && !last) {
            writeLastFrame();
        }
        return length;
    }

    /** The begin of a DATA frame, behind the head if that is still here, with so much room. */
    private ByteBuf dataFrame(int length, boolean last, int room) {
        frameBytes += Http2Frames.HEAD_BYTES;
        ByteBuf frame = head;
        if (frame != null && frame.writableBytes() >= room + Http2Frames.HEAD_BYTES) {
            head = null;
            Http2Frames.addData(frame, stream.id(), length, last);
            return frame;
        }
        writeHead();
        return output.frames().data(stream.id(), length, last, room);
    }

    private void writeLastFrame() {
        ByteBuf last = trailers;
        trailers = null;
        if (last != null) {
            writeHead();
        } else if (head != null) {
            last = head;
            head = null;
            Http2Frames.endStream(last);
        } else {
            frameBytes += Http2Frames.HEAD_BYTES;
            last = output.frames().data(stream.id(), 0, true, 0);
        }
        writeLast(last);
    }

    private void writeLast(ByteBuf frame) {
        lastFrameWritten = true;
        output.writeLast(frame, this);
        owner.lastFrameWritten();
    }

    /** The kernel has the last frame, or will not have it. */
    void left(boolean complete) {
        owner.written(complete);
    }

    @Override
    public void writeComplete() {
        queued = false;
    }

    @Override
    public boolean merge(ChannelHandlerContext ctx, FlowControlled next) {
        takeIncoming();
        return true;
    }

    @Override
    public void error(ChannelHandlerContext ctx, Throwable cause) {
        discard();
    }

    /** Releases what was not written. */
    void discard() {
        takeIncoming();
        pending = 0;
        head = release(head);
        trailers = release(trailers);
        first = release(first);
        for (ByteBuf data = later == null ? null : later.pollFirst(); data != null; data = later.pollFirst()) {
            data.release();
        }
    }

    private static @Nullable ByteBuf release(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
        return null;
    }

    // ---- how it stands

    /** Whether its last byte is with the channel. */
    boolean isLastFrameWritten() {
        return lastFrameWritten;
    }

    /**
     * Whether the client takes data fast enough. Only this stream's window counts, and what waits for it: the windows of
     * the connection and of the kernel are shared, and say nothing of who is slow.
     */
    boolean isWritable() {
        int window = Math.max(0, output.flow().windowSize(stream));
        boolean writable = pending <= Math.min(window, Output.WATER_MARK.high());
        behind |= !writable;
        return writable;
    }

    long bytes() {
        return frameBytes + bodyBytes;
    }

    int pending() {
        return pending;
    }
}
