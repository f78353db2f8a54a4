package io.waybill.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.util.ReferenceCountUtil;
import io.waybill.net.Loops;
import io.waybill.net.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The servers that {@link HealthCheckCost} has checked: a process of its own, which ends with its standard input. */
public final class CheckedServers {

    private static final byte[] KEEPING = answer("");
    private static final byte[] CLOSING = answer("Connection: close\r\n");

    private CheckedServers() {}

    /** Prints the port once all listen. */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        boolean closing = arguments[1].equals("closing");
        try (Loops loops = Loops.start(Transports.best(), 1, "servers")) {
            ServerBootstrap bootstrap = new ServerBootstrap()
                    .group(loops.group())
                    .channel(loops.serverChannel())
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new Answering(closing));
                        }
                    });
            int port = 0;
            for (int i = 0; i < count; i++) {
                Channel listening =
                        bootstrap.bind(address(i), port).syncUninterruptibly().channel();
                port = ((InetSocketAddress) listening.localAddress()).getPort();
            }
            System.out.println(port);
            while (System.in.read() >= 0) {
                // until the benchmark is over
            }
        }
    }

    /** Of server number {@code i}. */
    static String address(int i) {
        return "127.77." + (i / 200 + 1) + "." + (i % 200 + 1);
    }

    private static byte[] answer(String field) {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n" + field + "\r\nok";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes whatever is read at once for one request. */
    private static final class Answering extends ChannelInboundHandlerAdapter {

        private final boolean closing;

        Answering(boolean closing) {
            this.closing = closing;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (closing) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(CLOSING)).addListener(ChannelFutureListener.CLOSE);
            } else {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(KEEPING));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
