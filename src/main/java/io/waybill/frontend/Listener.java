package io.waybill.frontend;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.UnixChannelOption;
import io.waybill.exchange.ExchangeFactory;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.ReadSizes;
import io.waybill.stats.ConnectionStats;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One bound address. Every loop accepts on a socket of its own where the transport allows it; the loop that accepts a
 * connection owns it to its end. Order of calls: {@link #add} for each loop, {@link #bind}, {@link #stopAccepting},
 * {@link #drain}, {@link #closeAll}. To be called by one thread, which is none of the loops.
 */
public final class Listener {

    private static final int BACKLOG = 4096;

    private final String name;
    private final Loops loops;
    private final ClientLimits limits;
    private final ConnectionStats connections;
    private final AtomicInteger open = new AtomicInteger();
    private final List<ListenerLoop> parts = new ArrayList<>();
    private final List<Channel> sockets = new ArrayList<>();

    public Listener(String name, Loops loops, ClientLimits limits, ConnectionStats connections) {
        this.name = name;
        this.loops = loops;
        this.limits = limits;
        this.connections = connections;
    }

    public String name() {
        return name;
    }

    /** Says how exchanges are made on the next loop; once for each loop, in their order. */
    public void add(Loop loop, ExchangeFactory exchanges, HeadPool heads) {
        parts.add(new ListenerLoop(loop, exchanges, heads, limits, connections, open));
    }

    /**
     * Binds and starts to accept.
     *
     * @return the port, also if {@code address} left the choice to the system
     * @throws java.io.IOException if the address cannot be bound
     */
    public int bind(InetSocketAddress address) throws java.io.IOException {
        InetSocketAddress bound = address;
        int count = loops.canSharePort() ? parts.size() : 1;
        for (int i = 0; i < count; i++) {
            Channel socket = bind(bound, parts.get(i));
            bound = (InetSocketAddress) socket.localAddress();
        }
        return bound.getPort();
    }

    private Channel bind(InetSocketAddress address, ListenerLoop part) throws java.io.IOException {
        EventLoopGroup group = part.loop().eventLoop();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group, group)
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, part.loop().allocator())
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, ReadSizes.adaptive())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 256 * 1024))
                .childHandler(new ClientPipeline(part));
        if (loops.canSharePort()) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        io.netty.channel.ChannelFuture bind = bootstrap.bind(address).awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new java.io.IOException(bind.cause().getMessage(), bind.cause());
        }
        sockets.add(bind.channel());
        return bind.channel();
    }
}
