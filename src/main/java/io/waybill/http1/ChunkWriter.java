package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.waybill.http.FieldSection;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what stands around the data of a chunked body (RFC 9112, section 7.1): for each piece either {@link #whole}, or
 * {@link #header}, the data and {@link #end}; at last {@link #last}. Every buffer is for the caller to release. Safe from
 * any thread.
 */
public final class ChunkWriter {

    /** Up to here a chunk is better copied into one buffer than written as three. */
    public static final int MOST_COPIED = 1024;

    private static final int MOST_DIGITS = 16;
    private static final byte[] LAST = "0\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * A whole chunk, in as few buffers as are worth it.
     *
     * @param data owned by this method, which gives it on or releases it; empty for nothing
     * @param out takes the buffers, in their order
     */
    public void write(ByteBuf data, ByteBufAllocator alloc, Consumer<ByteBuf> out) {
        int length = data.readableBytes();
        if (length > MOST_COPIED) {
            out.accept(header(length, alloc));
            out.accept(data);
            out.accept(end(alloc));
            return;
        }
        try {
            if (length > 0) {
                out.accept(whole(data, alloc));
            }
        } finally {
            data.release();
        }
    }

    /** The line before {@code length} bytes of data; {@code length} is not 0, which would end the body. */
    public ByteBuf header(long length, ByteBufAllocator alloc) {
        ByteBuf out = alloc.ioBuffer(MOST_DIGITS + 2);
        writeHeader(out, length);
        return out;
    }

    /** What follows the data of a chunk. */
    public ByteBuf end(ByteBufAllocator alloc) {
        return alloc.ioBuffer(2).writeShort('\r' << 8 | '\n');
    }

    /**
     * A chunk in one buffer.
     *
     * @param data not empty; is copied, and stays the caller's
     */
    public ByteBuf whole(ByteBuf data, ByteBufAllocator alloc) {
        int length = data.readableBytes();
        ByteBuf out = alloc.ioBuffer(MOST_DIGITS + length + 4);
        writeHeader(out, length);
        out.writeBytes(data, data.readerIndex(), length);
        return out.writeShort('\r' << 8 | '\n');
    }

    /** The end of the body, with the trailer fields, if there are any. */
    public ByteBuf last(@Nullable FieldSection trailers, ByteBufAllocator alloc) {
        int trailerLength = trailers == null ? 0 : trailers.writtenLength();
        ByteBuf out = alloc.ioBuffer(LAST.length + trailerLength + 2);
        out.writeBytes(LAST);
        if (trailers != null) {
            trailers.writeTo(out);
        }
        return out.writeShort('\r' << 8 | '\n');
    }

    private static void writeHeader(ByteBuf out, long length) {
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(length) + 3) / 4);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            int digit = (int) (length >>> shift) & 0xf;
            out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        out.writeShort('\r' << 8 | '\n');
    }
}
