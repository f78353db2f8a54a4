package io.waybill.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A value in DER (X.690), of which private keys and OCSP responses are made. Not changed after it is made. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int ENUMERATED = 0x0a;
    static final int TIME = 0x18;
    static final int SEQUENCE = 0x30;

    private static final int LONG_LENGTH = 0x80;

    private final int tag;
    private final byte[] bytes;
    private final int start;
    private final int from;
    private final int to;

    private Der(int tag, byte[] bytes, int start, int from, int to) {
        this.tag = tag;
        this.bytes = bytes;
        this.start = start;
        this.from = from;
        this.to = to;
    }

    /**
     * The only value in there.
     *
     * @throws IOException if there is not exactly one
     */
    static Der of(byte[] bytes) throws IOException {
        List<Der> values = values(bytes, 0, bytes.length);
        if (values.size() != 1) {
            throw new IOException("found " + values.size() + " values in DER, expected one");
        }
        return values.get(0);
    }

    /** The tag of one that is not universal: {@code [number]}. */
    static int tagged(int number) {
        return 0xa0 + number;
    }

    private static List<Der> values(byte[] bytes, int from, int to) throws IOException {
        List<Der> values = new ArrayList<>();
        int at = from;
        while (at < to) {
            need(2, at, to);
            int length = bytes[at + 1] & 0xff;
            int content = at + 2;
            if (length >= LONG_LENGTH) {
                int octets = length - LONG_LENGTH;
                if (octets < 1 || octets > 3) {
                    throw new IOException("found a length in DER that cannot be");
                }
                need(octets, content, to);
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = (length << 8) | (bytes[content++] & 0xff);
                }
            }
            need(length, content, to);
            values.add(new Der(bytes[at] & 0xff, bytes, at, content, content + length));
            at = content + length;
        }
        return values;
    }

    private static void need(int octets, int from, int to) throws IOException {
        if (octets > to - from) {
            throw new IOException("found less than a value in DER");
        }
    }

    boolean is(int wanted) {
        return tag == wanted;
    }

    /** What it is made of, if it is made of values. */
    List<Der> parts() throws IOException {
        return values(bytes, from, to);
    }

    /** The part at this position, which must have this tag. */
    Der part(int position, int wanted) throws IOException {
        List<Der> parts = parts();
        if (position >= parts.size() || !parts.get(position).is(wanted)) {
            throw new IOException("found something else in DER");
        }
        return parts.get(position);
    }

    byte[] content() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** The content in lower-case hex. */
    String hex() {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /** With tag and length. */
    byte[] encoded() {
        return Arrays.copyOfRange(bytes, start, to);
    }

    /** A value that is made of these bytes. */
    static byte[] write(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        int length = content.size();
        value.write(tag);
        if (length < LONG_LENGTH) {
            value.write(length);
        } else {
            // as few octets as will do: Java takes no others
            int octets = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
            value.write(LONG_LENGTH + octets);
            for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
                value.write(length >> shift);
            }
        }
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }
}
