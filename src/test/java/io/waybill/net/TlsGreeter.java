package io.waybill.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.TlsClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A server that does TLS, says a word, and remembers what each handshake agreed on. Owns the {@link ServerTls} it is given.
 * Safe from any thread.
 */
final class TlsGreeter implements AutoCloseable {

    private static final String GREETING = "hello";

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<TlsSession> sessions = new LinkedBlockingQueue<>();
    private final ChannelGroup visitors = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final Channel socket;
    private volatile ServerTls tls;

    TlsGreeter(ServerTls tls) {
        this.tls = tls;
        this.socket = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        visitors.add(channel);
                        ServerTls now = TlsGreeter.this.tls;
                        channel.pipeline().addLast(now.handler(channel.alloc()), new Greeting(now));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    /** New connections use this from now on; what was used before is closed. */
    void use(ServerTls newTls) {
        ServerTls before = tls;
        tls = newTls;
        loop.submit(before::close).syncUninterruptibly();
    }

    /** Connects, has a word, and leaves; what the handshake agreed on, as the server sees it. */
    TlsSession visit(SSLContext context, @Nullable String host) {
        return visit(context, host, List.of(), List.of());
    }

    TlsSession visit(SSLContext context, @Nullable String host, List<String> versions, List<String> applications) {
        try (TlsClient client = TlsClient.connect(port(), context, host, versions, applications)) {
            hear(client);
        }
        return session();
    }

    /** Reads the server's word, and with it the session tickets before it. */
    static void hear(TlsClient client) {
        StringBuilder heard = new StringBuilder();
        while (!heard.toString().equals(GREETING)) {
            byte[] some = client.readSome(GREETING.length());
            if (some.length == 0) {
                throw new AssertionError("the server left after: " + heard);
            }
            heard.append(new String(some, StandardCharsets.ISO_8859_1));
        }
    }

    /** What the next handshake agreed on; waits for it. */
    TlsSession session() {
        try {
            TlsSession session = sessions.poll(10, TimeUnit.SECONDS);
            if (session == null) {
                throw new AssertionError("no handshake within 10 s");
            }
            return session;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.close().syncUninterruptibly();
        visitors.close().awaitUninterruptibly();
        // A channel lets its handlers go in a task after its end, and a loop that ends forgets its tasks.
        loop.submit(() -> {}).syncUninterruptibly();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        tls.close();
    }

    private final class Greeting extends ChannelInboundHandlerAdapter {

        private final ServerTls used;
        private final long begun = System.nanoTime();

        private Greeting(ServerTls used) {
            this.used = used;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == SslHandshakeCompletionEvent.SUCCESS) {
                SslHandler handler = ctx.pipeline().get(SslHandler.class);
                sessions.add(TlsSession.of(handler, System.nanoTime() - begun, used.asksForCertificate()));
                ctx.writeAndFlush(Unpooled.wrappedBuffer(HttpText.bytes(GREETING)));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
