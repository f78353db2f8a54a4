package io.waybill.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Lines that Waybill adds to a section, whole and each ending in CRLF. Confined to one event loop. */
final class AppendedLines {

    private byte[] bytes = new byte[256];
    private int length;

    void append(byte[] wholeLines, int start, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(wholeLines, start, bytes, length, count);
        length += count;
    }

    void truncate(int newLength) {
        length = newLength;
    }

    int length() {
        return length;
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    void visit(LineVisitor visitor) {
        int at = 0;
        while (at < length) {
            int colon = at;
            while (bytes[colon] != ':') {
                colon++;
            }
            int end = colon;
            while (bytes[end] != '\r') {
                end++;
            }
            int start = ListRules.trimmedStart(bytes, colon + 1, end);
            int hash = FieldName.hashOf(bytes, at, colon - at);
            visitor.line(bytes, at, colon, start, ListRules.trimmedEnd(bytes, start, end), hash);
            at = end + 2;
        }
    }
}
