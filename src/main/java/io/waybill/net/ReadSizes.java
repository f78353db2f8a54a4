package io.waybill.net;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * How much is read at once: as little as a head while only heads come, up to {@value #MOST} bytes while a body flows.
 * Each channel adapts on its own.
 */
public final class ReadSizes {

    private static final int LEAST = 2048;
    private static final int FIRST = 4096;
    private static final int MOST = 256 * 1024;

    /** Reads before the loop turns to other channels, and before what was read is flushed. */
    private static final int MOST_READS = 4;

    private ReadSizes() {}

    public static RecvByteBufAllocator adaptive() {
        return new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST).maxMessagesPerRead(MOST_READS);
    }
}
