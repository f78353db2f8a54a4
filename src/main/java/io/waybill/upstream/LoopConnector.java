package io.waybill.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Connector;
import io.waybill.exchange.Reuse;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Output;
import io.waybill.net.ReadSizes;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds a connection to a server for the exchanges of one loop: an idle one of this loop, else a new one. Confined to it. */
public final class LoopConnector implements Connector {

    private final Loop loop;
    private final Bootstrap prototype;

    private Wires wires;

    /** By {@link Server#slot}. */
    private @Nullable ServerConnections[] servers = new ServerConnections[16];

    /**
     * For the exchanges of clients.
     *
     * @param tls for servers that are spoken to over TLS
     */
    public LoopConnector(
            Loop loop,
            Class<? extends SocketChannel> transport,
            HeadPool heads,
            UpstreamLimits limits,
            UpstreamTlsContexts tls) {
        this(loop, prototype(loop, transport), Wires.of(heads, limits, tls));
        prototype.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true);
    }

    private LoopConnector(Loop loop, Bootstrap prototype, Wires wires) {
        this.loop = loop;
        this.prototype = prototype;
        this.wires = wires;
    }

    /**
     * For checks, which write once and then wait, for a short time: what costs a system call on each connection, and is for
     * longer conversations, is left out.
     */
    public static LoopConnector forChecks(
            Loop loop,
            Class<? extends SocketChannel> transport,
            HeadPool heads,
            UpstreamLimits limits,
            UpstreamTlsContexts tls) {
        return new LoopConnector(loop, prototype(loop, transport), Wires.of(heads, limits, tls));
    }

    private static Bootstrap prototype(Loop loop, Class<? extends SocketChannel> transport) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(transport)
                // Addresses of servers are resolved before.
                .disableResolver()
                // A server may answer and close before it has read all we send: the write that then fails must not take
                // the answer with it, which waits to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.ALLOCATOR, loop.allocator())
                .option(ChannelOption.RECVBUF_ALLOCATOR, ReadSizes.adaptive())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Output.WATER_MARK);
    }

    @Override
    public void connect(Pool pool, Server server, Reuse reuse, ConnectEvents events) {
        connectionsOf(pool, server).connect(reuse, events);
    }

    private ServerConnections connectionsOf(Pool pool, Server server) {
        int slot = server.slot();
        if (slot >= servers.length && !server.isRetired()) {
            servers = Arrays.copyOf(servers, Math.max(slot + 1, servers.length * 2));
        }
        ServerConnections connections = slot < servers.length ? servers[slot] : null;
        if (connections == null) {
            connections = new ServerConnections(loop, wires, server, pool.settings(), prototype);
            if (server.isRetired()) {
                // An exchange of an older snapshot: what it opens is closed when it is over, and never found here.
                connections.retire();
            } else {
                servers[slot] = connections;
            }
        } else {
            connections.use(pool.settings());
        }
        return connections;
    }

    @Override
    public void forget(Server server) {
        int slot = server.slot();
        ServerConnections connections = slot < servers.length ? servers[slot] : null;
        if (connections != null) {
            servers[slot] = null;
            connections.retire();
        }
    }

    /** What counts for connections opened from now on; see the constructor. */
    public void use(UpstreamLimits limits) {
        wires = wires.with(limits);
        for (ServerConnections connections : servers) {
            if (connections != null) {
                connections.use(wires);
            }
        }
    }

    /** Closes idle connections that have waited for too long; called by the loop's periodic task. */
    public void closeExpired(long nowNanos) {
        for (ServerConnections connections : servers) {
            if (connections != null) {
                connections.closeExpired(nowNanos);
            }
        }
    }

    /** Closes all idle connections. */
    public void closeIdle() {
        for (ServerConnections connections : servers) {
            if (connections != null) {
                connections.closeIdle();
            }
        }
    }
}
