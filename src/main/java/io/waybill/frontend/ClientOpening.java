package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ClientTls;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client connection until it speaks HTTP: which stage comes next, and what the earlier ones found out. The order is a
 * PROXY header, TLS, the HTTP version; each stage is a handler that gives its place to the next. Confined to one event
 * loop.
 */
final class ClientOpening extends ChannelInboundHandlerAdapter implements ClientConnection {

    private final ListenerLoop shared;
    private final Channel channel;
    private final OpenConnection place = new OpenConnection(this);
    private @Nullable InetSocketAddress peer;
    private @Nullable ClientTls tls;

    ClientOpening(ListenerLoop shared, Channel channel) {
        this.shared = shared;
        this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        peer = (InetSocketAddress) channel.remoteAddress();
        boolean admitted = shared.opened(place);
        if (admitted) {
            beginSelection(ctx, null);
        } else {
            http1(ctx, null);
        }
    }

    /** The place of the connection among those that are open. */
    OpenConnection place() {
        return place;
    }

    Channel channel() {
        return channel;
    }

    /** Who the client is by the word of a trusted proxy, in place of whom the socket names. */
    void peer(InetSocketAddress newPeer) {
        peer = newPeer;
    }

    /** What TLS has told of the client. */
    void tls(ClientTls newTls) {
        tls = newTls;
    }

    /** There is no TLS: the first bytes tell the version. */
    void beginSelection(ChannelHandlerContext ctx, @Nullable ByteBuf in) {
        if (shared.settings().http().h2()) {
            next(ctx, new ProtocolSelector(shared, this), in);
        } else {
            http1(ctx, in);
        }
    }

    /** The connection speaks HTTP/1 from here on. */
    void http1(ChannelHandlerContext ctx, @Nullable ByteBuf in) {
        next(ctx, new Http1ClientHandler(shared, channel, place, client()), in);
    }

    /** The connection speaks HTTP/2 from here on. */
    void http2(ChannelHandlerContext ctx, @Nullable ByteBuf in) {
        next(ctx, new Http2ClientConnection(shared, this, client(), Http2ClientCodec.of(shared)), in);
    }

    private ClientAddress client() {
        if (peer == null) {
            throw new IllegalStateException("a connection without a peer");
        }
        return shared.exchanges().client(peer, tls);
    }

    /**
     * Puts the handler of the next stage in the place of that of {@code ctx}.
     *
     * @param in what was read and is not used up, owned by the next stage from here on; null for nothing
     */
    private static void next(ChannelHandlerContext ctx, ChannelHandler handler, @Nullable ByteBuf in) {
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addAfter(ctx.name(), null, handler);
        if (in != null) {
            ctx.fireChannelRead(in);
        }
        pipeline.remove(ctx.handler());
    }

    @Override
    public void drain() {
        channel.close();
    }

    @Override
    public void cut() {
        channel.close();
    }
}
