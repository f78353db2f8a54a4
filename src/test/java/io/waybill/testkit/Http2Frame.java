package io.waybill.testkit;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 frame as it stood on the wire (RFC 9113 section 4.1). Immutable, but for its payload, which nobody changes.
 *
 * @param type as in the constants here, or any other
 * @param flags as in the constants here
 * @param stream 0 for the connection
 * @param payload what followed the nine bytes, padding included
 * @param fields the lines {@code name: value} of a head that ends with this frame, pseudo-fields included; empty if none
 *     does
 */
public record Http2Frame(int type, int flags, int stream, byte[] payload, List<String> fields) {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;
    public static final int HAS_PRIORITY = 32;

    static final int HEAD_BYTES = 9;
    private static final List<String> NAMES = List.of(
            "DATA",
            "HEADERS",
            "PRIORITY",
            "RST_STREAM",
            "SETTINGS",
            "PUSH_PROMISE",
            "PING",
            "GOAWAY",
            "WINDOW_UPDATE",
            "CONTINUATION");

    public Http2Frame {
        fields = List.copyOf(fields);
    }

    /** Without fields. */
    public static Http2Frame of(int type, int flags, int stream, byte... payload) {
        return new Http2Frame(type, flags, stream, payload, List.of());
    }

    /** The bytes of any frame, also of one that may not exist. */
    public static byte[] bytes(int type, int flags, int stream, byte... payload) {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + payload.length);
        bytes.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        bytes.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return bytes.array();
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether it is the last of its stream. */
    public boolean endsStream() {
        return (type == DATA || type == HEADERS) && has(END_STREAM);
    }

    /** Error code of a RST_STREAM or GOAWAY. */
    public int errorCode() {
        return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }

    /** The last stream that a GOAWAY says was, or may have been, taken up. */
    public int lastStream() {
        return ByteBuffer.wrap(payload).getInt(0);
    }

    /** What a SETTINGS frame says of this parameter; null if nothing. */
    public @Nullable Integer setting(int parameter) {
        ByteBuffer left = ByteBuffer.wrap(payload);
        Integer found = null;
        while (left.remaining() >= 6) {
            int id = left.getShort();
            int value = left.getInt();
            found = id == parameter ? Integer.valueOf(value) : found;
        }
        return found;
    }

    @Override
    public String toString() {
        String name = type < NAMES.size() ? NAMES.get(type) : "type " + type;
        String code = type == RST_STREAM || type == GOAWAY ? " error=" + errorCode() : "";
        return name + " stream=" + stream + " flags=" + flags + " length=" + payload.length + code
                + (fields.isEmpty() ? "" : " " + fields);
    }
}
