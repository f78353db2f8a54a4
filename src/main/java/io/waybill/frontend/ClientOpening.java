package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.waybill.config.CidrSet;
import io.waybill.config.HttpVersions;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ClientTls;
import io.waybill.exchange.Failure;
import io.waybill.stats.ProtocolEvent;
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
    private byte @Nullable [] givenId;

    ClientOpening(ListenerLoop shared, Channel channel) {
        this.shared = shared;
        this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        InetSocketAddress socketPeer = (InetSocketAddress) channel.remoteAddress();
        peer = socketPeer;
        CidrSet proxyFrom = shared.settings().proxyFrom();
        if (!shared.opened(place)) {
            refuseFull(ctx);
        } else if (proxyFrom == null) {
            beginTls(ctx, null);
        } else {
            ProxyHeaderReader reader = new ProxyHeaderReader(shared, this, proxyFrom);
            next(ctx, reader, null);
            reader.begin(socketPeer);
        }
    }

    private void refuseFull(ChannelHandlerContext ctx) {
        if (shared.settings().tls() == null) {
            refuse(ctx, Failure.LISTENER_FULL);
        } else {
            // A handshake, only to say that there is no place, would cost more than a place.
            shared.closed(place);
            channel.close();
        }
    }

    /** A trusted proxy has said who the client is. */
    void proxied(ChannelHandlerContext ctx, ProxyHeader header, @Nullable ByteBuf in) {
        InetSocketAddress source = header.source();
        peer = source == null ? peer : source;
        givenId = header.uniqueId();
        String authority = header.authority();
        tls = authority == null ? null : ClientTls.ofServerName(authority);
        beginTls(ctx, in);
    }

    /** Nobody may begin a connection like this. */
    void refuseProxy(ChannelHandlerContext ctx, String reason) {
        shared.protocols().count(ProtocolEvent.PROXY_REFUSED);
        shared.proxyRefusals().log(shared.exchanges().listenerName(), channel.remoteAddress(), reason);
        if (shared.settings().tls() == null) {
            refuse(ctx, Failure.PROXY_HEADER);
        } else {
            channel.close();
        }
    }

    /** The connection is told of this failure in HTTP/1, and ends. */
    void refuse(ChannelHandlerContext ctx, Failure failure) {
        Http1ClientHandler handler = new Http1ClientHandler(shared, channel, place, client());
        next(ctx, handler, null);
        handler.refuse(failure, null);
    }

    /** The place of the connection among those that are open. */
    OpenConnection place() {
        return place;
    }

    Channel channel() {
        return channel;
    }

    /** What TLS has told of the client. */
    void tls(ClientTls newTls) {
        tls = newTls;
    }

    /** What comes next is TLS, or HTTP at once. */
    private void beginTls(ChannelHandlerContext ctx, @Nullable ByteBuf in) {
        if (shared.settings().tls() == null) {
            beginSelection(ctx, in);
        } else {
            next(ctx, new TlsStage(shared, this), in);
        }
    }

    /** There is no TLS: the first bytes tell the version, if there is a choice. */
    void beginSelection(ChannelHandlerContext ctx, @Nullable ByteBuf in) {
        HttpVersions http = shared.settings().http();
        if (!http.h2()) {
            http1(ctx, in);
        } else if (http.h1()) {
            next(ctx, new ProtocolSelector(shared, this), in);
        } else {
            http2(ctx, in);
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
        return shared.exchanges().client(peer, tls, givenId);
    }

    /**
     * Puts the handler of the next stage in the place of that of {@code ctx}.
     *
     * @param in what was read and is not used up, owned by the next stage from here on; null for nothing
     */
    private static void next(ChannelHandlerContext ctx, ChannelHandler handler, @Nullable ByteBuf in) {
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addAfter(ctx.name(), null, handler);
        pipeline.remove(ctx.handler());
        if (in != null) {
            ctx.fireChannelRead(in);
        }
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
