package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Event loops and their transport: those of the data plane, or others. Safe from any thread. */
public final class Loops implements AutoCloseable {

    private static final int STOP_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final Transports.Choice transport;
    private final List<Loop> loops;

    private Loops(MultiThreadIoEventLoopGroup group, Transports.Choice transport, List<Loop> loops) {
        this.group = group;
        this.transport = transport;
        this.loops = loops;
    }

    /** Starts {@code count} loops of the data plane. */
    public static Loops start(Transports.Choice transport, int count) {
        return start(transport, count, "waybill-loop");
    }

    /**
     * Starts {@code count} loops.
     *
     * @param threads what their threads are called, a number following
     */
    public static Loops start(Transports.Choice transport, int count, String threads) {
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(threads, true), transport.ioHandler());
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        List<Loop> loops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            loops.add(new Loop(i, group.next(), allocator));
        }
        return new Loops(group, transport, List.copyOf(loops));
    }

    public List<Loop> all() {
        return loops;
    }

    public int count() {
        return loops.size();
    }

    /** All loops as one, for a socket whose connections are spread over them. */
    public EventLoopGroup group() {
        return group;
    }

    /** {@code epoll}, {@code io_uring} or {@code nio}. */
    public String transport() {
        return transport.word();
    }

    public Class<? extends ServerChannel> serverChannel() {
        return transport.serverChannel();
    }

    public Class<? extends SocketChannel> socketChannel() {
        return transport.socketChannel();
    }

    /** Whether every loop may bind a socket of its own to the same address, and the kernel spreads connections. */
    public boolean canSharePort() {
        return transport.canSharePort();
    }

    /** Ends the loops; waits a few seconds at most. Connections that are still open are closed. */
    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS + 1L, TimeUnit.SECONDS);
    }
}
