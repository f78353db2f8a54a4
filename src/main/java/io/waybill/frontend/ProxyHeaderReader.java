package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waybill.config.CidrSet;
import io.waybill.net.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The begin of a connection to a listener with {@code proxyProtocol}: its peer has to be one that is trusted, and to say
 * in a PROXY header who the client is. Gives its place to the next stage, with whatever came behind the header; without
 * a good header there is none. Confined to one event loop.
 */
final class ProxyHeaderReader extends ChannelInboundHandlerAdapter implements ClientConnection, Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderReader.class);

    private final ListenerLoop shared;
    private final ClientOpening opening;
    private final CidrSet trusted;
    private final Deadline deadline = new Deadline(this);
    private @Nullable ChannelHandlerContext place;
    private @Nullable ByteBuf early;

    /** @param trusted who may begin a connection, and has to do it with a header */
    ProxyHeaderReader(ListenerLoop shared, ClientOpening opening, CidrSet trusted) {
        this.shared = shared;
        this.opening = opening;
        this.trusted = trusted;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        place = ctx;
        opening.place().speaker(this);
        shared.loop()
                .deadlines()
                .set(deadline, System.nanoTime() + shared.limits().requestHeadNanos());
    }

    /** To be called when the handler is in its place. */
    void begin(InetSocketAddress peer) {
        if (!trusted.contains(peer.getAddress().getAddress())) {
            refuse("untrusted");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = joined((ByteBuf) message);
        int length = ProxyHeader.length(in);
        if (length == ProxyHeader.INCOMPLETE) {
            early = in;
            return;
        }
        ProxyHeader header = length == ProxyHeader.MALFORMED ? null : ProxyHeader.parse(in, length);
        if (header == null) {
            in.release();
            refuse("malformed");
            return;
        }
        in.skipBytes(length);
        boolean more = in.isReadable();
        if (!more) {
            in.release();
        }
        opening.proxied(ctx, header, more ? in : null);
    }

    private ByteBuf joined(ByteBuf in) {
        ByteBuf before = early;
        if (before == null) {
            return in;
        }
        early = null;
        before.writeBytes(in);
        in.release();
        return before;
    }

    private void refuse(String reason) {
        ChannelHandlerContext ctx = place;
        if (ctx != null) {
            opening.refuseProxy(ctx, reason);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        place = null;
        shared.loop().deadlines().cancel(deadline);
        if (early != null) {
            early.release();
            early = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        shared.closed(opening.place());
        ctx.pipeline().remove(this);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        refuse(early == null ? "missing" : "late");
    }

    @Override
    public void drain() {
        if (early == null) {
            opening.channel().close();
        }
    }

    @Override
    public void cut() {
        opening.channel().close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("bug: client={}", opening.channel().remoteAddress(), cause);
        }
        opening.channel().close();
    }
}
