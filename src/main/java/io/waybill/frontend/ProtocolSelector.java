package io.waybill.frontend;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.waybill.net.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The begin of a connection without TLS: its first bytes tell whether it speaks HTTP/2 with prior knowledge (RFC 9113,
 * section 3.3) or HTTP/1. Gives its place to the handler of that version. Confined to one event loop.
 */
final class ProtocolSelector extends ChannelInboundHandlerAdapter implements ClientConnection, Deadline.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolSelector.class);

    /** What no request of HTTP/1 that is served begins with. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ListenerLoop shared;
    private final ClientOpening opening;
    private final Deadline deadline = new Deadline(this);
    private @Nullable ByteBuf early;

    ProtocolSelector(ListenerLoop shared, ClientOpening opening) {
        this.shared = shared;
        this.opening = opening;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        opening.place().speaker(this);
        shared.loop()
                .deadlines()
                .set(deadline, System.nanoTime() + shared.limits().requestHeadNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf before = early;
        if (before != null) {
            before.writeBytes(in);
            in.release();
            in = before;
        }
        early = null;
        int length = Math.min(in.readableBytes(), PREFACE.length);
        if (!isBegin(in, length)) {
            opening.http1(ctx, in);
        } else if (length == PREFACE.length) {
            opening.http2(ctx, in);
        } else {
            early = before == null
                    ? shared.loop().allocator().buffer(PREFACE.length).writeBytes(in)
                    : before;
            if (before == null) {
                in.release();
            }
        }
    }

    private static boolean isBegin(ByteBuf in, int length) {
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
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
        opening.channel().close();
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
