package io.waybill.frontend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Version 2 of the PROXY protocol: a binary block of addresses, followed by extensions (type, length, value). */
final class ProxyHeaderBlock {

    static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    /** Signature, version and command, family, and the length of the rest. */
    static final int FIXED = 16;

    /** Senders of real headers stay far below; the length field would allow 64 KiB. */
    static final int MOST = 4096;

    private static final int VERSION = 0x20;
    private static final int COMMAND_LOCAL = 0;
    private static final int COMMAND_PROXY = 1;

    private static final int FAMILY_UNSPEC = 0;
    private static final int FAMILY_IPV4 = 1;
    private static final int FAMILY_IPV6 = 2;
    private static final int FAMILY_UNIX = 3;
    private static final int TRANSPORT_DATAGRAM = 2;

    private static final int AUTHORITY = 0x02;
    private static final int CRC32C = 0x03;
    private static final int UNIQUE_ID = 0x05;
    private static final int EXTENSION_FIXED = 3;
    private static final int MOST_HOST = 255;

    private ProxyHeaderBlock() {}

    /** @param block whole, and of the length that it says; null if it is malformed */
    static @Nullable ProxyHeader parse(byte[] block) {
        int command = block[12] & 0x0f;
        if ((block[12] & 0xf0) != VERSION || command > COMMAND_PROXY) {
            return null;
        }
        int family = (block[13] & 0xff) >>> 4;
        if (family > FAMILY_UNIX || (block[13] & 0x0f) > TRANSPORT_DATAGRAM) {
            return null;
        }
        if (command == COMMAND_LOCAL || family == FAMILY_UNSPEC) {
            return ProxyHeader.LOCAL;
        }
        int extensions = FIXED + addressLength(family);
        if (block.length < extensions) {
            return null;
        }
        return withExtensions(block, extensions, family == FAMILY_UNIX ? null : source(block, family));
    }

    /** Of both addresses and both ports. */
    private static int addressLength(int family) {
        return switch (family) {
            case FAMILY_IPV4 -> 12;
            case FAMILY_IPV6 -> 36;
            default -> 216;
        };
    }

    private static InetSocketAddress source(byte[] block, int family) {
        int length = family == FAMILY_IPV4 ? 4 : 16;
        int port = ByteBuffer.wrap(block).getShort(FIXED + 2 * length) & 0xffff;
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(Arrays.copyOfRange(block, FIXED, FIXED + length)), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address of " + length + " bytes", impossible);
        }
    }

    private static @Nullable ProxyHeader withExtensions(byte[] block, int start, @Nullable InetSocketAddress source) {
        ByteBuffer in = ByteBuffer.wrap(block);
        String authority = null;
        byte[] uniqueId = null;
        int at = start;
        while (at < block.length) {
            int value = at + EXTENSION_FIXED;
            int end = value > block.length ? value : value + (in.getShort(at + 1) & 0xffff);
            if (end > block.length) {
                return null;
            }
            switch (block[at] & 0xff) {
                case AUTHORITY -> authority = host(block, value, end);
                case UNIQUE_ID -> uniqueId = Arrays.copyOfRange(block, value, end);
                case CRC32C -> {
                    if (end - value != Integer.BYTES || in.getInt(value) != checksum(block, value)) {
                        return null;
                    }
                }
                default -> {
                    // of no use here
                }
            }
            at = end;
        }
        return new ProxyHeader(source, authority, uniqueId);
    }

    /** Of the whole block, with the four bytes of the checksum itself taken for zeros. */
    private static int checksum(byte[] block, int at) {
        CRC32C sum = new CRC32C();
        sum.update(block, 0, at);
        sum.update(new byte[Integer.BYTES]);
        sum.update(block, at + Integer.BYTES, block.length - at - Integer.BYTES);
        return (int) sum.getValue();
    }

    /** Null for what cannot be the name of a host, which nobody needs to see in a log. */
    private static @Nullable String host(byte[] block, int start, int end) {
        for (int i = start; i < end; i++) {
            if (block[i] <= ' ' || block[i] == 0x7f) {
                return null;
            }
        }
        boolean fits = end > start && end - start <= MOST_HOST;
        return fits ? new String(block, start, end - start, StandardCharsets.US_ASCII) : null;
    }
}
