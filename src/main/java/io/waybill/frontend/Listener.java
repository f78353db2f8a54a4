package io.waybill.frontend;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.Future;
import io.waybill.exchange.ExchangeFactory;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.Output;
import io.waybill.net.ReadSizes;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One bound address. Every loop accepts on a socket of its own where the transport allows it; the loop that accepts a
 * connection owns it to its end. Order of calls: {@link #add} for each loop, {@link #bind}, {@link #accept}, {@link #use}
 * as often as its configuration changes, {@link #stopAccepting}, {@link #drain}, {@link #closeAll}. To be called by one thread at a time,
 * which is none of the loops.
 */
public final class Listener {

    private static final int BACKLOG = 4096;
    private static final int LOOP_SECONDS = 5;

    private final String name;
    private final Loops loops;
    private final ListenerSettings settings;
    private final ListenerCounters counters;
    private final List<ListenerLoop> parts = new ArrayList<>();
    private final List<Channel> sockets = new ArrayList<>();

    /** @param settings until {@link #use} brings others */
    public Listener(
            String name, Loops loops, ListenerSettings settings, ConnectionStats connections, ProtocolStats protocols) {
        this.name = name;
        this.loops = loops;
        this.settings = settings;
        this.counters = new ListenerCounters(connections, protocols, new AtomicInteger());
    }

    public String name() {
        return name;
    }

    /** Says how exchanges are made on the next loop; once for each loop, in their order. */
    public void add(Loop loop, ExchangeFactory exchanges, HeadPool heads) {
        parts.add(new ListenerLoop(loop, exchanges, heads, settings, counters));
    }

    /**
     * New connections and new requests are treated like this as soon as this returns; nothing that runs ends because of
     * it. Waits for the loops, {@value #LOOP_SECONDS} s for each at most: one that is busy for longer follows when it can.
     *
     * @param exchanges how exchanges are made on each loop, in the order of the loops
     * @return whether all of them have taken it
     */
    public boolean use(List<ExchangeFactory> exchanges, ListenerSettings newSettings) {
        if (exchanges.size() != parts.size()) {
            throw new IllegalArgumentException(
                    "exchanges: found " + exchanges.size() + ", expected one for each of " + parts.size() + " loops");
        }
        return onEachLoop(part -> part.use(exchanges.get(parts.indexOf(part)), newSettings));
    }

    private boolean onEachLoop(Consumer<ListenerLoop> task) {
        List<Future<?>> done = new ArrayList<>();
        for (ListenerLoop part : parts) {
            done.add(part.loop().eventLoop().submit(() -> task.accept(part)));
        }
        boolean all = true;
        for (Future<?> loop : done) {
            all &= loop.awaitUninterruptibly(LOOP_SECONDS, TimeUnit.SECONDS);
        }
        return all;
    }

    /** Binds to an address that nobody has. */
    public InetSocketAddress bind(InetSocketAddress address) throws IOException {
        return bind(address, false);
    }

    /**
     * Binds; the kernel takes connections from now on, which wait for {@link #accept}. Where no port can be shared, one
     * that is ours cannot be bound a second time either.
     *
     * @param portIsOurs whether a listener of this process, about to be replaced, has the port already
     * @return the address bound, also if {@code address} left the port to the system
     * @throws IOException if the address cannot be bound; nothing is left bound
     */
    public InetSocketAddress bind(InetSocketAddress address, boolean portIsOurs) throws IOException {
        if (!loops.canSharePort()) {
            return bind(address, parts.get(0).loop().eventLoop(), loops.group(), parts);
        }
        if (!portIsOurs) {
            refuseIfTaken(address);
        }
        InetSocketAddress bound = address;
        try {
            for (ListenerLoop part : parts) {
                EventLoopGroup own = part.loop().eventLoop();
                bound = bind(bound, own, own, List.of(part));
            }
        } catch (IOException cannotBind) {
            stopAccepting();
            throw cannotBind;
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
                .option(ChannelOption.AUTO_READ, false)
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

    /** Begins to take connections, when a snapshot with its routes is live; who came since {@link #bind} has waited. */
    public void accept() {
        var unused = onEachLoop(ListenerLoop::followSnapshot);
        sockets.forEach(socket -> socket.config().setAutoRead(true));
    }

    /** Closes the listening sockets, after a last look for who waits there; connections stay. */
    public void stopAccepting() {
        List<LastCall> calls = sockets.stream().map(LastCall::of).toList();
        calls.forEach(call -> call.closed().awaitUninterruptibly());
        sockets.clear();
    }

    /**
     * Lets every connection end with its current response, and those that have nothing to finish at once: a moment from
     * now, when a request that is on its way has arrived.
     */
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
        return counters.open().get();
    }
}
