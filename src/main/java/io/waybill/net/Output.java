package io.waybill.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one channel. A small body is copied behind the head it follows, so that both leave as one
 * buffer in one write. Nothing leaves before {@link #flush}; a write that fails is not told of, as the channel then
 * closes, or at least shuts its output. Confined to one event loop.
 */
public final class Output {

    /** Between these a side counts as slow: the other side's reading stops above and goes on below. */
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    /** Up to here copying is cheaper than a second buffer in the write call. */
    private static final int MOST_COPIED = 2048;

    private final Channel channel;
    private @Nullable ByteBuf last;
    private boolean lastTakesMore;
    private boolean unflushed;
    private long bytes;

    public Output(Channel channel) {
        this.channel = channel;
    }

    /**
     * Writes a buffer that has room for more.
     *
     * @param data owned by this output from here on; what is written next may be copied into its free room
     */
    public void writeOpen(ByteBuf data) {
        write(data);
        lastTakesMore = true;
    }

    /**
     * Writes a buffer as it is.
     *
     * @param data owned by this output from here on
     */
    public void write(ByteBuf data) {
        int length = data.readableBytes();
        bytes += length;
        ByteBuf before = last;
        if (before != null) {
            if (lastTakesMore && length <= MOST_COPIED && length <= before.writableBytes()) {
                before.writeBytes(data);
                data.release();
                return;
            }
            channel.write(before, channel.unsafe().voidPromise());
            unflushed = true;
        }
        last = data;
        lastTakesMore = false;
    }

    public void flush() {
        ByteBuf rest = last;
        last = null;
        lastTakesMore = false;
        if (rest != null) {
            channel.write(rest, channel.unsafe().voidPromise());
            channel.flush();
        } else if (unflushed) {
            channel.flush();
        }
        unflushed = false;
    }

    /** Releases what has not been handed to the channel. */
    public void discard() {
        ByteBuf rest = last;
        last = null;
        if (rest != null) {
            rest.release();
        }
    }

    /** Bytes written since the last {@link #restartCount}. */
    public long bytes() {
        return bytes;
    }

    public void restartCount() {
        bytes = 0;
    }

    /** Bytes handed over that the kernel has not taken yet. */
    public long bytesPending() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }
}
