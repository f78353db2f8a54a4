package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * One event loop and what belongs to it alone: its index, its deadlines, its allocator. Everything that is called on
 * the loop may use it without a lock.
 */
public final class Loop {

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
                    deadlines.advance(System.nanoTime());
                    task.run();
                },
                DeadlineWheel.TICK_MILLIS,
                DeadlineWheel.TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }
}
