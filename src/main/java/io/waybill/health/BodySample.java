package io.waybill.health;

import io.netty.buffer.ByteBuf;
import io.waybill.config.ExpectConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first {@value ExpectConfig#MAX_BODY_BYTES} bytes of the body of an answer. Confined to one event loop. */
final class BodySample {

    private static final int FIRST_CAPACITY = 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** @param data stays the caller's */
    void add(ByteBuf data) {
        int more = Math.min(data.readableBytes(), ExpectConfig.MAX_BODY_BYTES - length);
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        data.getBytes(data.readerIndex(), bytes, length, more);
        length += more;
    }

    boolean isFull() {
        return length == ExpectConfig.MAX_BODY_BYTES;
    }

    /** What of it is UTF-8; the rest as replacement characters. */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
