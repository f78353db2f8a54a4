package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the header of the PROXY protocol (versions 1 and 2, haproxy.org/download/3.0/doc/proxy-protocol.txt) says of a
 * connection. Immutable: the array is not to be changed.
 *
 * @param source who the client is; null where the sender speaks for itself (LOCAL) or does not know (UNKNOWN, UNSPEC)
 * @param authority the host that the client asked for (SNI), or null
 * @param uniqueId what the sender calls the connection, or null
 */
record ProxyHeader(
        @Nullable InetSocketAddress source, @Nullable String authority, byte @Nullable [] uniqueId) {

    /** The sender speaks of nobody: whom the socket names is the client. */
    static final ProxyHeader LOCAL = new ProxyHeader(null, null, null);

    /** From {@link #length}: more bytes are needed. */
    static final int INCOMPLETE = 0;

    /** From {@link #length}: no header, or one that is too long. */
    static final int MALFORMED = -1;

    private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    /** The longest line of version 1, its CRLF included. */
    private static final int MOST_TEXT = 107;

    /**
     * How many bytes the header takes at the begin of {@code in}; {@link #INCOMPLETE}, or {@link #MALFORMED}, which a
     * single wrong byte is enough for.
     */
    static int length(ByteBuf in) {
        int readable = in.readableBytes();
        if (begins(in, TEXT, readable)) {
            return readable < TEXT.length ? INCOMPLETE : textLength(in, readable);
        }
        if (begins(in, ProxyHeaderBlock.SIGNATURE, readable)) {
            return readable < ProxyHeaderBlock.FIXED ? INCOMPLETE : blockLength(in, readable);
        }
        return MALFORMED;
    }

    /** Reads a header of {@code length} bytes at the begin of {@code in}; null if it is malformed. */
    static @Nullable ProxyHeader parse(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.getBytes(in.readerIndex(), bytes);
        return bytes[0] == TEXT[0] ? ProxyHeaderLine.parse(bytes) : ProxyHeaderBlock.parse(bytes);
    }

    private static boolean begins(ByteBuf in, byte[] with, int readable) {
        for (int i = 0; i < Math.min(readable, with.length); i++) {
            if (in.getByte(in.readerIndex() + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static int textLength(ByteBuf in, int readable) {
        int end = in.indexOf(in.readerIndex(), in.readerIndex() + Math.min(readable, MOST_TEXT), (byte) '\n');
        if (end >= 0) {
            return end + 1 - in.readerIndex();
        }
        return readable < MOST_TEXT ? INCOMPLETE : MALFORMED;
    }

    private static int blockLength(ByteBuf in, int readable) {
        int length =
                ProxyHeaderBlock.FIXED + in.getUnsignedShort(in.readerIndex() + ProxyHeaderBlock.FIXED - Short.BYTES);
        if (length > ProxyHeaderBlock.MOST) {
            return MALFORMED;
        }
        return readable < length ? INCOMPLETE : length;
    }
}
