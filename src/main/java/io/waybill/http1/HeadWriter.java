package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.waybill.http.BodyLength;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads for the wire, each into one buffer, which has room for a small body of known length to follow. Framing is written anew and never copied: the caller has taken the
 * fields about it off the head ({@link io.waybill.http.HopByHop}). Safe from any thread.
 */
public final class HeadWriter {

    /** {@code Connection: close}, as the writing methods take it. */
    public static final byte[] CLOSE = bytes("Connection: close\r\n");

    /** {@code Connection: keep-alive}, for a client of HTTP/1.0. */
    public static final byte[] KEEP_ALIVE = bytes("Connection: keep-alive\r\n");

    /** {@code Connection: upgrade}, for a head that keeps its Upgrade field. */
    public static final byte[] UPGRADE = bytes("Connection: upgrade\r\n");

    private static final byte[] REQUEST_VERSION = bytes(" HTTP/1.1\r\n");
    private static final byte[] RESPONSE_VERSION = bytes("HTTP/1.1 ");
    private static final byte[] CHUNKED = bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONTENT_LENGTH = bytes("Content-Length: ");
    private static final int MOST_FOLLOWING = 2048;
    private static final int MOST_DIGITS = 19;
    private static final int MOST_FRAMING = CONTENT_LENGTH.length + MOST_DIGITS + 2;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** As the longer form, without a Connection field. */
    public ByteBuf request(RequestHead head, long bodyLength, ByteBufAllocator alloc) {
        return request(head, bodyLength, null, alloc);
    }

    /**
     * A request head in origin-form.
     *
     * @param bodyLength what framing to write; {@link BodyLength#UNKNOWN} for chunks
     * @param connection a whole line such as {@link #UPGRADE}, or null
     * @return for the caller to release
     */
    public ByteBuf request(RequestHead head, long bodyLength, byte @Nullable [] connection, ByteBufAllocator alloc) {
        FieldSection fields = head.fields();
        byte[] bytes = head.bytes();
        byte[] prefix = head.pathPrefix();
        int methodLength = head.methodEnd() - head.methodStart();
        int targetStart = head.targetStart() + head.pathSkip();
        int targetLength = head.targetEnd() - targetStart;
        int extra = 2 + REQUEST_VERSION.length + MOST_FRAMING + length(connection) + 2;
        int room = methodLength + prefix.length + targetLength + fields.writtenLength() + extra;
        ByteBuf out = alloc.ioBuffer(room + following(bodyLength));
        out.writeBytes(bytes, head.methodStart(), methodLength);
        out.writeByte(' ');
        if (prefix.length > 0) {
            out.writeBytes(prefix);
        } else if (head.pathSkip() > 0 && (targetStart == head.pathEnd() || bytes[targetStart] != '/')) {
            out.writeByte('/');
        }
        out.writeBytes(bytes, targetStart, targetLength);
        out.writeBytes(REQUEST_VERSION);
        fields.writeTo(out);
        if (bodyLength == BodyLength.UNKNOWN) {
            out.writeBytes(CHUNKED);
        } else if (bodyLength >= 0) {
            writeLength(out, bodyLength);
        }
        return finish(out, connection);
    }

    /**
     * A response head.
     *
     * @param connection a whole line such as {@link #CLOSE}, or null
     * @return for the caller to release
     */
    public ByteBuf response(
            ResponseHead head, ResponseFraming framing, byte @Nullable [] connection, ByteBufAllocator alloc) {
        FieldSection fields = head.fields();
        int reasonLength = head.reasonEnd() - head.reasonStart();
        int extra = RESPONSE_VERSION.length + 4 + 2 + MOST_FRAMING + length(connection) + 2;
        int room = reasonLength + fields.writtenLength() + extra;
        ByteBuf out = alloc.ioBuffer(room + following(head.bodyLength()));
        out.writeBytes(RESPONSE_VERSION);
        int status = head.status();
        out.writeInt(('0' + status / 100) << 24 | ('0' + status / 10 % 10) << 16 | ('0' + status % 10) << 8 | ' ');
        out.writeBytes(head.bytes(), head.reasonStart(), reasonLength);
        out.writeShort('\r' << 8 | '\n');
        fields.writeTo(out);
        switch (framing) {
            case NONE, CLOSE -> {}
            case LENGTH -> writeLength(out, head.bodyLength());
            case ANNOUNCED -> writeLength(out, head.announcedLength());
            case CHUNKED -> out.writeBytes(CHUNKED);
        }
        return finish(out, connection);
    }

    /** Room for a body behind its head, so that a small one can leave in the same buffer. */
    private static int following(long bodyLength) {
        return bodyLength > 0 && bodyLength <= MOST_FOLLOWING ? (int) bodyLength : 0;
    }

    private static int length(byte @Nullable [] line) {
        return line == null ? 0 : line.length;
    }

    private static ByteBuf finish(ByteBuf out, byte @Nullable [] connection) {
        if (connection != null) {
            out.writeBytes(connection);
        }
        return out.writeShort('\r' << 8 | '\n');
    }

    private static void writeLength(ByteBuf out, long length) {
        out.writeBytes(CONTENT_LENGTH);
        int digits = 1;
        for (long rest = length / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int start = out.writerIndex();
        long rest = length;
        for (int i = start + digits - 1; i >= start; i--) {
            out.setByte(i, '0' + (int) (rest % 10));
            rest /= 10;
        }
        out.writerIndex(start + digits);
        out.writeShort('\r' << 8 | '\n');
    }
}
