package io.waybill.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The bytes of a file of the configuration, as far as they are read. Not changed after it is made. */
final class FileBytes {

    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] bytes;

    private FileBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static FileBytes of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        try (InputStream input = Files.newInputStream(file)) {
            return new FileBytes(input.readNBytes(MAX_BYTES + 1));
        } catch (NoSuchFileException missing) {
            throw new IOException("it does not exist", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException("permission denied", denied);
        }
    }

    /** What a file with this text would hold. */
    static FileBytes of(String text) {
        return new FileBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In lower-case hex. */
    String sha256() {
        return HexFormat.of().formatHex(sha256Digest().digest(bytes));
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The text; null after a problem was reported. */
    @Nullable
    String text(String file, Problems problems) {
        if (bytes.length > MAX_BYTES) {
            problems.add(new Problem(
                    new Place(file, 1, 1),
                    YamlFault.PATH,
                    "more than " + Units.shown((long) MAX_BYTES),
                    "at most that",
                    "use less of generated text, and anchors for what repeats itself"));
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (startsWithMark()) {
            in.position(BYTE_ORDER_MARK.length);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            problems.add(new Problem(
                    YamlFault.place(file, text, text.codePointCount(0, text.length())),
                    YamlFault.PATH,
                    String.format("the byte 0x%02x", bytes[in.position()]),
                    "UTF-8",
                    "save the file as UTF-8"));
            return null;
        }
        return text;
    }

    byte[] copy() {
        return bytes.clone();
    }

    /** The text in this encoding, with a replacement for what is none. */
    String text(Charset charset) {
        return new String(bytes, charset);
    }

    private boolean startsWithMark() {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (bytes.length <= i || bytes[i] != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
