package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waybill.exchange.ClientTls;
import io.waybill.exchange.Failure;
import io.waybill.net.ChannelEnds;
import io.waybill.net.Deadline;
import io.waybill.net.ServerTls;
import io.waybill.net.TlsProtocols;
import io.waybill.net.TlsSession;
import io.waybill.stats.ProtocolEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client connection until its TLS handshake is over. Costs nothing but itself before the first bytes come; these have
 * the certificates of that moment. Gives its place to the HTTP version that ALPN chose; the handler that does TLS stays in
 * front. Confined to one event loop.
 */
final class TlsStage extends ChannelInboundHandlerAdapter implements ClientConnection, Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(TlsStage.class);
    /** What the first record of a client says that it contains (RFC 8446, section 5.1). */
    private static final int HANDSHAKE = 22;

    private final ListenerLoop shared;
    private final ClientOpening opening;
    private final Deadline deadline = new Deadline(this);
    private long begunNanos;
    private boolean asked;
    private boolean over;
    private @Nullable SslHandler handler;

    TlsStage(ListenerLoop shared, ClientOpening opening) {
        this.shared = shared;
        this.opening = opening;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        opening.place().speaker(this);
        begunNanos = System.nanoTime();
        shared.loop().deadlines().set(deadline, begunNanos + shared.limits().handshakeNanos());
    }

    /** The first bytes. What follows them goes to the handler that is put in front here. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ServerTls tls = shared.settings().tls();
        if (handler != null || tls == null) {
            // Nothing comes out of a handshake that has failed, and no reload takes TLS away from a socket.
            in.release();
            opening.channel().close();
        } else if (in.getByte(in.readerIndex()) == HANDSHAKE) {
            begin(ctx, tls, in);
        } else {
            in.release();
            shared.protocols().count(ProtocolEvent.PLAIN_ON_TLS);
            opening.refuse(ctx, Failure.PLAIN_ON_TLS);
        }
    }

    private void begin(ChannelHandlerContext ctx, ServerTls tls, ByteBuf in) {
        SslHandler made;
        try {
            made = tls.handler(shared.loop().allocator());
        } catch (RuntimeException failed) {
            in.release();
            throw failed;
        }
        asked = tls.asksForCertificate();
        handler = made;
        ctx.pipeline().addBefore(ctx.name(), null, made);
        ctx.pipeline().fireChannelRead(in);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion && !over) {
            over = true;
            SslHandler done = handler;
            if (completion.isSuccess() && done != null) {
                succeeded(ctx, TlsSession.of(done, System.nanoTime() - begunNanos, asked));
            } else {
                failed(completion.cause());
            }
        }
    }

    private void succeeded(ChannelHandlerContext ctx, TlsSession session) {
        shared.protocols().count(ProtocolEvent.TLS_HANDSHAKE);
        if (session.resumed()) {
            shared.protocols().count(ProtocolEvent.TLS_RESUMED);
        }
        opening.tls(new ClientTls(
                session.protocol(),
                session.cipher(),
                session.serverName(),
                session.resumed(),
                ClientCertificate.fields(session.peer())));
        if (TlsProtocols.HTTP_2.equals(session.application())) {
            opening.http2(ctx, null);
        } else if (shared.settings().http().h1()) {
            opening.http1(ctx, null);
        } else {
            // Only HTTP/2 is offered, and the client has not asked for it.
            opening.channel().close();
        }
    }

    private void failed(@Nullable Throwable cause) {
        shared.protocols().count(ProtocolEvent.TLS_FAILED);
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "tls handshake failed: listener={} client={} reason={}",
                    shared.exchanges().listenerName(),
                    opening.channel().remoteAddress(),
                    cause == null ? "unknown" : String.valueOf(cause.getMessage()));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        shared.loop().deadlines().cancel(deadline);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        shared.closed(opening.place());
        ctx.pipeline().remove(this);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        // Where a handshake has begun, the end of the channel is what makes it fail, and be counted.
        ChannelEnds.cut(opening.channel());
    }

    @Override
    public void drain() {
        if (handler == null) {
            opening.channel().close();
        }
    }

    @Override
    public void cut() {
        ChannelEnds.cut(opening.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!ChannelEnds.isOfPeer(cause)) {
            LOG.error("bug: client={}", opening.channel().remoteAddress(), cause);
        }
        opening.channel().close();
    }
}
