package io.waybill.testkit;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads HTTP/2 frames as they stand, and heads out of them. Confined to one thread. */
final class Http2FrameSource implements Closeable {

    private final DataInputStream in;
    private final Http2Blocks blocks;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();

    Http2FrameSource(InputStream in, Http2Blocks blocks) {
        this.in = new DataInputStream(in);
        this.blocks = blocks;
    }

    /** Waits for the next frame; an end is an exception. */
    Http2Frame next() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        boolean isHead = type == Http2Frame.HEADERS || type == Http2Frame.CONTINUATION;
        if (isHead) {
            block.writeBytes(payload);
        }
        boolean ends = isHead && (flags & Http2Frame.END_HEADERS) != 0;
        return new Http2Frame(type, flags, stream, payload, ends ? fields() : List.of());
    }

    private List<String> fields() {
        byte[] whole = block.toByteArray();
        block.reset();
        try {
            return blocks.decode(whole);
        } catch (Http2Exception e) {
            return List.of("not HPACK: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
