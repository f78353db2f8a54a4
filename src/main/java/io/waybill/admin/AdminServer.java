package io.waybill.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.waybill.requestid.RequestIdGenerator;
import io.waybill.requestid.RequestIds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The admin listener, on an event loop and a thread of its own, so that it answers when the loops of the data plane are
 * busy. It serves from {@link #start} until {@link #close}. Safe from any thread.
 */
public final class AdminServer implements AutoCloseable {

    private static final int MAX_REQUEST_LINE_BYTES = 4096;
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final int BACKLOG = 128;
    private static final int STOP_SECONDS = 2;

    private final EventLoopGroup group;
    private final Channel listening;
    private final ChannelGroup open;

    private AdminServer(EventLoopGroup group, Channel listening, ChannelGroup open) {
        this.group = group;
        this.listening = listening;
        this.open = open;
    }

    /**
     * Binds and serves.
     *
     * @param io of the transport that {@code channelType} belongs to
     * @param source of what it shows
     * @param operations what it can have done
     * @throws IOException if it cannot bind; the message says why
     */
    public static AdminServer start(
            IoHandlerFactory io,
            Class<? extends ServerChannel> channelType,
            AdminSettings settings,
            StatsSource source,
            Operations operations)
            throws IOException {
        InetSocketAddress address = settings.address();
        HostRule hosts = new HostRule(address, source.process().node());
        LiveTokens tokens = new LiveTokens(settings.tokens(), hosts.isReachedByOthers());
        Reception reception = new Reception(new AdminRouter(source, operations), hosts, tokens);
        RequestIds ids = new RequestIds(source.process().node());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("waybill-admin", true), io);
        ChannelGroup open = new DefaultChannelGroup(group.next());
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer(settings.limits(), open, reception, ids.forLoop()))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(group);
            Throwable cause = bound.cause();
            throw new IOException(
                    "cannot bind admin listener " + Addresses.text(address) + ": " + cause.getMessage(), cause);
        }
        return new AdminServer(group, bound.channel(), open);
    }

    /** The port it is bound to. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops listening, closes what is open and ends the thread. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        // Before the thread ends: a connection that the end of the thread closes is not told to its handlers, and what
        // has come of a request would never be released.
        open.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        stop(group);
    }

    private static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS + 1L, TimeUnit.SECONDS);
    }

    /** Makes the pipeline of a connection. Confined to the admin thread. */
    private static final class Initializer extends ChannelInitializer<Channel> {

        private final AdminLimits limits;
        private final ChannelGroup open;
        private final Reception reception;
        private final RequestIdGenerator ids;

        Initializer(AdminLimits limits, ChannelGroup open, Reception reception, RequestIdGenerator ids) {
            this.limits = limits;
            this.open = open;
            this.reception = reception;
            this.ids = ids;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (open.size() >= limits.connections()) {
                var unused = channel.close();
                return;
            }
            open.add(channel);
            ConnectionDeadline deadline = new ConnectionDeadline(limits);
            channel.pipeline()
                    .addLast(deadline)
                    .addLast(new HttpServerCodec(new HttpDecoderConfig()
                            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                            .setMaxHeaderSize(MAX_HEAD_BYTES)))
                    .addLast(new RequestFields(ids))
                    .addLast(new BodyLimit(reception::bodyLimit))
                    .addLast(new AdminHandler(reception, deadline));
        }
    }
}
