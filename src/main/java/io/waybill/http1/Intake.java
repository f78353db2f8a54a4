package io.waybill.http1;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;

/** Brings bytes from a buffer into the array of a section, in steps, so that a long body behind a head is not copied. */
final class Intake {

    private static final int LEAST_STEP = 1024;

    private Intake() {}

    /**
     * Takes the next bytes, never more than {@code mostBytes} in all, and puts a NUL behind them, which ends every scan.
     *
     * @return how many were taken; 0 if there are none
     */
    static int take(ByteBuf in, FieldSection fields, int mostBytes) {
        int filled = fields.filled();
        int step = Math.min(Math.max(LEAST_STEP, filled), mostBytes - filled);
        int taken = Math.min(step, in.readableBytes());
        byte[] bytes = fields.room(taken);
        in.readBytes(bytes, filled, taken);
        bytes[filled + taken] = 0;
        fields.filled(filled + taken);
        return taken;
    }

    /** Gives back what was taken behind the end of the section, which is complete. */
    static void giveBack(ByteBuf in, FieldSection fields) {
        int end = fields.end() + 2;
        in.readerIndex(in.readerIndex() - (fields.filled() - end));
        fields.filled(end);
    }

    /** The position of the first LF in the range, or −1. */
    static int lineFeed(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
