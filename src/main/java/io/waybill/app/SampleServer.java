package io.waybill.app;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for the demo: says its name and the ID of the request, and can go away for a while. On loopback
 * and a port that was free. It has a thread of its own. Safe from any thread.
 */
final class SampleServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SampleServer.class);
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
    private static final long RETRY_SECONDS = 1;

    private final String name;
    private final EventLoopGroup group;
    private final ServerBootstrap bootstrap;

    /** The listening channel and the connections that it took; closing what is in it is going away. */
    private final ChannelGroup channels;

    private final int port;

    private SampleServer(String name) throws IOException {
        this.name = name;
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("sample-" + name, true), NioIoHandler.newFactory());
        channels = new DefaultChannelGroup(group.next());
        bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer());
        ChannelFuture bound = bind(0).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException("cannot bind sample server " + name, bound.cause());
        }
        port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    static SampleServer start(String name) throws IOException {
        return new SampleServer(name);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** Closes the listening socket and all connections, and listens again on the same port when the time is over. */
    void goAway(Duration time) {
        var unusedTimer = group.schedule(this::comeBack, time.toMillis(), TimeUnit.MILLISECONDS);
        var unusedClose = channels.close();
    }

    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    private void comeBack() {
        bind(port).addListener(bound -> {
            if (bound.isSuccess()) {
                return;
            }
            LOG.warn(
                    "sample server cannot come back: name={} port={} reason={}",
                    name,
                    port,
                    bound.cause().getMessage());
            var unused = group.schedule(this::comeBack, RETRY_SECONDS, TimeUnit.SECONDS);
        });
    }

    private ChannelFuture bind(int wanted) {
        ChannelFuture bound = bootstrap.bind(InetAddress.getLoopbackAddress(), wanted);
        return bound.addListener(done -> {
            if (done.isSuccess()) {
                channels.add(bound.channel());
            }
        });
    }

    /** Makes the pipeline of a connection. */
    private final class Initializer extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            channels.add(channel);
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                    .addLast(new SampleHandler(name, SampleServer.this::goAway));
        }
    }
}
