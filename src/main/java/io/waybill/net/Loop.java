package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop and what belongs to it alone: its index, its deadlines, its allocator. Everything that is called on
 * the loop may use it without a lock.
 */
public final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final int index;
    private final EventLoop eventLoop;
    private final ByteBufAllocator allocator;
    private final DeadlineWheel deadlines = new DeadlineWheel(System.nanoTime());
    private final Peers peers = new Peers();

    Loop(int index, EventLoop eventLoop, ByteBufAllocator allocator) {
        this.index = index;
        this.eventLoop = eventLoop;
        this.allocator = allocator;
    }

    /** 0 for the first loop, without gaps. */
    public int index() {
        return index;
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    public ByteBufAllocator allocator() {
        return allocator;
    }

    /** The deadlines of what lives on this loop; to be used on the loop only. */
    public DeadlineWheel deadlines() {
        return deadlines;
    }

    /** What the kernel knows of connections; to be used on the loop only. */
    public Peers peers() {
        return peers;
    }

    /** Turns the wheel, and calls {@code task} after each turn, every {@value DeadlineWheel#TICK_MILLIS} ms. */
    public void everyTick(Runnable task) {
        eventLoop.scheduleAtFixedRate(
                () -> {
                    try {
                        deadlines.advance(System.nanoTime());
                        task.run();
                    } catch (RuntimeException bug) {
                        // Thrown on, it would end this task for good, and with it every deadline of the loop.
                        LOG.error("bug: loop={}", index, bug);
                    }
                },
                DeadlineWheel.TICK_MILLIS,
                DeadlineWheel.TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }
}
