package io.waybill.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A request whose head is small on the wire and large once decoded: a cookie put into the table, then named by index. */
public final class HpackBomb {

    private HpackBomb() {}

    /**
     * @param cookieBytes how long the cookie is
     * @param times how often it is repeated, each by one byte
     */
    public static byte[] block(int cookieBytes, int times) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x82, (byte) 0x84, (byte) 0x86, 0x01, 1, 'x'});
        // a literal with incremental indexing, whose name is entry 32 of the static table
        block.write(0x40 | 32);
        int rest = cookieBytes - 127;
        block.write(127);
        for (; rest >= 128; rest >>= 7) {
            block.write((rest & 127) | 128);
        }
        block.write(rest);
        block.writeBytes("c".repeat(cookieBytes).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < times; i++) {
            block.write(0x80 | 62);
        }
        return block.toByteArray();
    }
}
