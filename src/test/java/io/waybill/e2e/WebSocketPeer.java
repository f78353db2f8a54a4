package io.waybill.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One side of a WebSocket (RFC 6455), just enough of it for short frames: text and close, masked by a client. Confined to
 * one thread.
 */
final class WebSocketPeer {

    static final int TEXT = 1;
    static final int CLOSE = 8;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private final TunnelWire wire;
    private final boolean client;

    WebSocketPeer(TunnelWire wire, boolean client) {
        this.wire = wire;
        this.client = client;
    }

    /**
     * A frame, or how the tunnel ended in place of one.
     *
     * @param opcode {@link TunnelWire#END} or {@link TunnelWire#BROKEN} where there was no frame
     */
    record Frame(int opcode, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame. */
        int code() {
            return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
    }

    void text(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void close(int code, String reason) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(code >> 8);
        payload.write(code);
        payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
        frame(CLOSE, payload.toByteArray());
    }

    private void frame(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(FIN | opcode);
        out.write((client ? MASKED : 0) | payload.length);
        if (client) {
            out.writeBytes(MASK);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(client ? payload[i] ^ MASK[i % MASK.length] : payload[i]);
        }
        wire.write(out.toByteArray());
    }

    Frame read() {
        int first = wire.read();
        if (first < 0) {
            return new Frame(first, new byte[0]);
        }
        int length = wire.read();
        boolean masked = (length & MASKED) != 0;
        byte[] mask = bytes(masked ? MASK.length : 0);
        byte[] payload = bytes(length & ~MASKED);
        for (int i = 0; masked && i < payload.length; i++) {
            payload[i] ^= mask[i % MASK.length];
        }
        return new Frame(first & 0x0f, payload);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int next = wire.read();
            if (next < 0) {
                throw new AssertionError("the tunnel ended within a frame: " + next);
            }
            bytes[i] = (byte) next;
        }
        return bytes;
    }

    TunnelWire wire() {
        return wire;
    }
}
