package io.waybill.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts HTTP/1.1 messages out of a stream, byte for byte as they came. It looks at nothing but what tells where a message
 * ends and repairs nothing. Confined to one thread.
 */
final class MessageReader {

    private static final Set<String> WITHOUT_BODY = Set.of("204", "304");

    private final InputStream in;

    MessageReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /**
     * Reads a request with its body.
     *
     * @return the bytes; empty when the peer closed before the first of them
     */
    byte[] readRequest() throws IOException {
        byte[] head = readHead();
        if (head.length == 0) {
            return head;
        }
        ByteArrayOutputStream message = started(head);
        String text = text(head);
        if (isChunked(text)) {
            readChunks(message);
        } else {
            readExactly(message, contentLength(text));
        }
        return message.toByteArray();
    }

    /**
     * Reads a response with its body, which may last until the peer closes. A 1xx response is one of its own.
     *
     * @return the bytes; empty when the peer closed before the first of them
     */
    byte[] readResponse() throws IOException {
        byte[] head = readHead();
        String text = text(head);
        String status = text.length() >= 12 ? text.substring(9, 12) : "";
        if (head.length == 0 || status.startsWith("1") || WITHOUT_BODY.contains(status)) {
            return head;
        }
        ByteArrayOutputStream message = started(head);
        if (isChunked(text)) {
            readChunks(message);
        } else if (HttpText.field(text, "content-length") != null) {
            readExactly(message, contentLength(text));
        } else {
            in.transferTo(message);
        }
        return message.toByteArray();
    }

    /** Reads up to and with the first empty line; nothing when the peer closed before the first byte. */
    byte[] readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int endSeen = 0;
        while (endSeen < 4) {
            int next = in.read();
            if (next < 0) {
                if (head.size() == 0) {
                    return new byte[0];
                }
                throw new EOFException("closed within a head: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
            endSeen = next == "\r\n\r\n".charAt(endSeen) ? endSeen + 1 : next == '\r' ? 1 : 0;
        }
        return head.toByteArray();
    }

    byte[] readExactly(long count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        readExactly(bytes, count);
        return bytes.toByteArray();
    }

    /** Reads what comes next, at most as many bytes as asked for; empty when the peer has closed. */
    byte[] readSome(int atMost) throws IOException {
        byte[] buffer = new byte[atMost];
        int read = in.read(buffer);
        return read < 0 ? new byte[0] : Arrays.copyOf(buffer, read);
    }

    /** Reads one byte, or -1 when the peer has closed. */
    int readByte() throws IOException {
        return in.read();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void readChunks(ByteArrayOutputStream message) throws IOException {
        while (true) {
            String line = readLine(message);
            int end = line.indexOf(';') < 0 ? line.length() : line.indexOf(';');
            long size = Long.parseLong(line.substring(0, end).trim(), 16);
            if (size == 0) {
                break;
            }
            readExactly(message, size + 2);
        }
        while (!readLine(message).isEmpty()) {
            // a trailer field; the empty line ends the message
        }
    }

    private String readLine(ByteArrayOutputStream message) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new EOFException("closed within a chunked body after: " + text(message.toByteArray()));
            }
            line.write(next);
            message.write(next);
        } while (next != '\n');
        return text(line.toByteArray()).strip();
    }

    private void readExactly(ByteArrayOutputStream message, long count) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("closed with " + left + " of " + count + " bytes missing after: "
                        + text(message.toByteArray()));
            }
            message.write(buffer, 0, read);
            left -= read;
        }
    }

    private static ByteArrayOutputStream started(byte[] head) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head);
        return message;
    }

    private static boolean isChunked(String head) {
        String encoding = HttpText.field(head, "transfer-encoding");
        return encoding != null && encoding.toLowerCase(Locale.ROOT).contains("chunked");
    }

    private static long contentLength(String head) {
        String length = HttpText.field(head, "content-length");
        return length == null ? 0 : Long.parseLong(length);
    }
}
