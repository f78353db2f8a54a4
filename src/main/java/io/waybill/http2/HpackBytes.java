package io.waybill.http2;

import io.netty.buffer.ByteBuf;
import io.waybill.http.Tokens;
import java.util.Arrays;

/**
 * Representations of HPACK (RFC 7541, section 6) in an array that grows; none of them touches a dynamic table. Strings are
 * not Huffman-coded: that would cost more time than the bytes do. Confined to one event loop.
 */
final class HpackBytes {

    /** Lead bytes; the rest of them is the begin of an index. */
    private static final int INDEXED = 0x80;

    private static final int LITERAL = 0x00;
    private static final int NEVER_INDEXED = 0x10;

    private static final int FOUR_BITS = 0x0f;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MOST_DIGITS = 19;
    private static final int MOST_KEPT = 8192;

    private byte[] bytes;
    private int length;

    HpackBytes(int capacity) {
        bytes = new byte[capacity];
    }

    void clear() {
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[MOST_KEPT];
        }
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    /** A name and a value that both stand in the static table. */
    void indexed(int index) {
        room(1);
        bytes[length++] = (byte) (INDEXED | index);
    }

    /**
     * The name of a literal field, from the static table; its value is to follow.
     *
     * @param secret whether no one on the way may index it
     */
    void name(int index, boolean secret) {
        room(2);
        int lead = secret ? NEVER_INDEXED : LITERAL;
        if (index < FOUR_BITS) {
            bytes[length++] = (byte) (lead | index);
        } else {
            bytes[length++] = (byte) (lead | FOUR_BITS);
            bytes[length++] = (byte) (index - FOUR_BITS);
        }
    }

    /** The name of a literal field, in lower case; its value is to follow. */
    void name(byte[] from, int start, int end) {
        room(1);
        bytes[length++] = LITERAL;
        lowerCase(from, start, end);
    }

    void lowerCase(byte[] from, int start, int end) {
        size(end - start);
        for (int i = start; i < end; i++) {
            bytes[length++] = Tokens.lowerCase(from[i]);
        }
    }

    void string(byte[] from) {
        string(from, 0, from.length);
    }

    void string(byte[] from, int start, int end) {
        size(end - start);
        raw(from, start, end);
    }

    /** Says how long a string is, of which {@link #raw} writes the parts. */
    void size(int count) {
        room(6 + count);
        if (count < SEVEN_BITS) {
            bytes[length++] = (byte) count;
            return;
        }
        bytes[length++] = SEVEN_BITS;
        int rest = count - SEVEN_BITS;
        while (rest > SEVEN_BITS) {
            bytes[length++] = (byte) ((rest & SEVEN_BITS) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void raw(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    void raw(HpackBytes other) {
        raw(other.bytes, 0, other.length);
    }

    /** A string of decimal digits. */
    void number(long value) {
        room(1 + MOST_DIGITS);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        bytes[length++] = (byte) digits;
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
