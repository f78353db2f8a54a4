package io.waybill.e2e;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on Netty's own codec for clients that are not ours. Its paths: {@code /bytes/N} gives so many,
 * {@code /digest} says how many it was sent and their checksum, {@code /fields} shows the request's head, {@code /trailers}
 * has some, {@code /page} is the page of {@link #page}, {@code /result} keeps a body for {@link #awaitResult}, and at
 * {@code /ws} a WebSocket echoes. Safe from any thread.
 */
final class Origin implements AutoCloseable {

    private static final int PIECE_BYTES = 32 * 1024;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final Channel channel;
    private volatile String page = "";

    private Origin() {
        channel = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel child) {
                        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                                .websocketPath("/ws")
                                .maxFramePayloadLength(1 << 20)
                                .handleCloseFrames(false)
                                .handshakeTimeoutMillis(60_000)
                                .build();
                        child.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new WebSocketServerProtocolHandler(config),
                                        new Echo(),
                                        new Answers());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static Origin start() {
        return new Origin();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** What {@code /page} is from now on. */
    void page(String html) {
        page = html;
    }

    /** Waits for what somebody sends to {@code /result}. */
    String awaitResult(int seconds) {
        try {
            String result = results.poll(seconds, TimeUnit.SECONDS);
            if (result == null) {
                throw new AssertionError("no result within " + seconds + " s");
            }
            return result;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The byte at this place of {@code /bytes/N}. */
    static byte byteAt(long index) {
        return (byte) (index * 31 + (index >> 8));
    }

    /** What {@code /digest} says of so many bytes of {@code /bytes/N}. */
    static String digest(int count) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < count; i++) {
            crc.update(byteAt(i));
        }
        return count + " " + Long.toHexString(crc.getValue());
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Sends WebSocket messages back, and closes with the code with which the client closed. */
    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            ChannelFuture written = ctx.writeAndFlush(frame.retain());
            if (frame instanceof CloseWebSocketFrame) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    private final class Answers extends SimpleChannelInboundHandler<HttpObject> {

        private final CRC32 crc = new CRC32();
        private final StringBuilder text = new StringBuilder();
        private long received;
        private long left;
        private long sent;
        private @Nullable HttpRequest request;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof HttpRequest head) {
                request = head;
                crc.reset();
                text.setLength(0);
                received = 0;
            }
            HttpRequest head = request;
            if (head == null || !(part instanceof HttpContent content)) {
                return;
            }
            take(head, content.content());
            if (content instanceof LastHttpContent last) {
                answer(ctx, head, last);
            }
        }

        private void take(HttpRequest head, ByteBuf data) {
            received += data.readableBytes();
            crc.update(data.nioBuffer());
            if (head.uri().equals("/result")) {
                text.append(data.toString(StandardCharsets.UTF_8));
            }
        }

        private void answer(ChannelHandlerContext ctx, HttpRequest head, LastHttpContent last) {
            String path = head.uri();
            if (path.startsWith("/bytes/")) {
                bytes(ctx, head, Long.parseLong(path.substring("/bytes/".length())));
            } else if (path.equals("/digest")) {
                text(ctx, head, received + " " + Long.toHexString(crc.getValue()));
            } else if (path.equals("/fields")) {
                StringBuilder shown = new StringBuilder(head.method() + " " + head.protocolVersion() + "\n");
                head.headers().forEach(field -> shown.append(field.getKey() + ": " + field.getValue() + "\n"));
                last.trailingHeaders().forEach(field -> shown.append("trailer " + field + "\n"));
                text(ctx, head, shown.toString());
            } else if (path.equals("/trailers")) {
                trailers(ctx);
            } else if (path.equals("/page")) {
                text(ctx, head, page);
            } else if (path.equals("/result")) {
                results.add(text.toString());
                text(ctx, head, "thanks");
            } else {
                text(ctx, head, "hello");
            }
        }

        private void text(ChannelHandlerContext ctx, HttpRequest head, String body) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.OK,
                    Unpooled.copiedBuffer(head.method().equals(HttpMethod.HEAD) ? "" : body, StandardCharsets.UTF_8));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length())
                    .set(HttpHeaderNames.CONTENT_TYPE, head.uri().equals("/page") ? "text/html" : "text/plain");
            ctx.writeAndFlush(response);
        }

        private void trailers(ChannelHandlerContext ctx) {
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.headers()
                    .set(HttpHeaderNames.TRANSFER_ENCODING, "chunked")
                    .set(HttpHeaderNames.TRAILER, "x-checksum");
            ctx.write(response);
            ctx.write(new DefaultHttpContent(Unpooled.copiedBuffer("with trailers\n", StandardCharsets.UTF_8)));
            LastHttpContent end = new DefaultLastHttpContent();
            end.trailingHeaders().set("x-checksum", "abc");
            ctx.writeAndFlush(end);
        }

        private void bytes(ChannelHandlerContext ctx, HttpRequest head, long count) {
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, count);
            ctx.write(response);
            left = head.method().equals(HttpMethod.HEAD) ? 0 : count;
            sent = 0;
            if (left == 0) {
                ctx.write(LastHttpContent.EMPTY_LAST_CONTENT);
            }
            ctx.flush();
            more(ctx);
        }

        private void more(ChannelHandlerContext ctx) {
            while (left > 0 && ctx.channel().isWritable()) {
                int size = (int) Math.min(left, PIECE_BYTES);
                // An array, because a leak detector may watch each call on a buffer.
                byte[] bytes = new byte[size];
                for (int i = 0; i < size; i++) {
                    bytes[i] = byteAt(sent + i);
                }
                ByteBuf piece = Unpooled.wrappedBuffer(bytes);
                sent += size;
                left -= size;
                ctx.writeAndFlush(left == 0 ? new DefaultLastHttpContent(piece) : new DefaultHttpContent(piece));
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            more(ctx);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
