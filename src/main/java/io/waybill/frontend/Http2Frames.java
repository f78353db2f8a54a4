package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2FrameSizePolicy;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.waybill.http2.FlatHeadEncoder;
import io.waybill.http2.FlatHeaders;

/**
 * Frames of responses as bytes (RFC 9113, sections 4.1, 6.1, 6.2), in buffers with room for what follows, so that a head
 * and a small body leave as one. Belongs to a connection, as its peer says how large a frame may be. Confined to one event
 * loop.
 */
final class Http2Frames {

    /** Length, type, flags and stream, before each payload. */
    static final int HEAD_BYTES = 9;

    /** A usual response head and a small body. */
    private static final int USUAL_BYTES = 1024;

    private static final int FLAGS_OFFSET = 4;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;

    private final FlatHeadEncoder encoder;
    private final Http2FrameSizePolicy sizes;
    private final ByteBufAllocator allocator;

    /** @param sizes how large a frame the peer takes */
    Http2Frames(FlatHeadEncoder encoder, Http2FrameSizePolicy sizes, ByteBufAllocator allocator) {
        this.encoder = encoder;
        this.sizes = sizes;
        this.allocator = allocator;
    }

    /** The most that one frame may carry. */
    int mostBytes() {
        return sizes.maxFrameSize();
    }

    /**
     * A HEADERS frame, and the CONTINUATION frames that it may need.
     *
     * @return owned by the caller
     */
    ByteBuf headers(int stream, FlatHeaders head, boolean endsStream) {
        ByteBuf out = allocator.buffer(USUAL_BYTES).writeZero(HEAD_BYTES);
        boolean whole = false;
        try {
            encoder.encodeHeaders(stream, head, out);
            whole = true;
        } finally {
            if (!whole) {
                out.release();
            }
        }
        int flags = endsStream ? END_STREAM : 0;
        int length = out.readableBytes() - HEAD_BYTES;
        if (length > mostBytes()) {
            return split(out, stream, flags);
        }
        frameHead(out, 0, length, Http2FrameTypes.HEADERS, flags | END_HEADERS, stream);
        return out;
    }

    private ByteBuf split(ByteBuf whole, int stream, int firstFlags) {
        int frames = whole.readableBytes() / mostBytes() + 1;
        ByteBuf out = allocator.buffer(whole.readableBytes() + frames * HEAD_BYTES);
        whole.skipBytes(HEAD_BYTES);
        byte type = Http2FrameTypes.HEADERS;
        int flags = firstFlags;
        while (whole.isReadable()) {
            int length = Math.min(whole.readableBytes(), mostBytes());
            int start = out.writerIndex();
            out.writeZero(HEAD_BYTES).writeBytes(whole, length);
            frameHead(out, start, length, type, whole.isReadable() ? flags : flags | END_HEADERS, stream);
            type = Http2FrameTypes.CONTINUATION;
            flags = 0;
        }
        whole.release();
        return out;
    }

    /** Has a HEADERS frame that was made before, and has not left, end its stream. */
    static void endStream(ByteBuf headers) {
        int flags = headers.readerIndex() + FLAGS_OFFSET;
        headers.setByte(flags, headers.getByte(flags) | END_STREAM);
    }

    /**
     * A buffer that begins with the head of a DATA frame.
     *
     * @param more room behind it
     */
    ByteBuf data(int stream, int length, boolean endsStream, int more) {
        ByteBuf out = allocator.buffer(HEAD_BYTES + more);
        addData(out, stream, length, endsStream);
        return out;
    }

    /** Adds the head of a DATA frame. */
    static void addData(ByteBuf out, int stream, int length, boolean endsStream) {
        int start = out.writerIndex();
        out.writeZero(HEAD_BYTES);
        frameHead(out, start, length, Http2FrameTypes.DATA, endsStream ? END_STREAM : 0, stream);
    }

    private static void frameHead(ByteBuf out, int start, int length, byte type, int flags, int stream) {
        out.setMedium(start, length);
        out.setByte(start + 3, type);
        out.setByte(start + FLAGS_OFFSET, flags);
        out.setInt(start + 5, stream);
    }
}
