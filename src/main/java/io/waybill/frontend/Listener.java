package io.waybill.frontend;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.UnixChannelOption;
import io.waybill.exchange.ExchangeFactory;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.Output;
import io.waybill.net.ReadSizes;
import io.waybill.stats.ConnectionStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
     * @return the address bound, also if {@code address} left the port to the system
     * @throws IOException if the address cannot be bound
     */
    public InetSocketAddress bind(InetSocketAddress address) throws IOException {
        if (!loops.canSharePort()) {
            return bind(address, parts.get(0).loop().eventLoop(), loops.group(), parts);
        }
        refuseIfTaken(address);
        InetSocketAddress bound = address;
        for (ListenerLoop part : parts) {
            EventLoopGroup own = part.loop().eventLoop();
            bound = bind(bound, own, own, List.of(part));
        }
        return bound;
    }

    /** Sockets that share a port would share it with another Waybill too, which then got half of the connections. */
    private static void refuseIfTaken(InetSocketAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address, 1);
        }
    }

    private InetSocketAddress bind(
            InetSocketAddress address, EventLoopGroup accepting, EventLoopGroup serving, List<ListenerLoop> served)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(accepting, serving)
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, served.get(0).loop().allocator())
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, ReadSizes.adaptive())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Output.WATER_MARK)
                .childHandler(new ClientPipeline(served));
        if (loops.canSharePort()) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        ChannelFuture bind = bootstrap.bind(address).awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new IOException(String.valueOf(bind.cause().getMessage()), bind.cause());
        }
        sockets.add(bind.channel());
        return (InetSocketAddress) bind.channel().localAddress();
    }

    /** Closes the listening sockets; connections stay. */
    public void stopAccepting() {
        for (Channel socket : sockets) {
            socket.close().awaitUninterruptibly();
        }
        sockets.clear();
    }

    /** Closes connections that have nothing to finish, and lets every other one end with its current response. */
    public void drain() {
        for (ListenerLoop part : parts) {
            part.loop().eventLoop().execute(part::drain);
        }
    }

    /** Closes the connections that are left. */
    public void closeAll() {
        for (ListenerLoop part : parts) {
            part.loop().eventLoop().execute(part::closeAll);
        }
    }

    /** Connections open now, all loops together. */
    public int connections() {
        return open.get();
    }
}
