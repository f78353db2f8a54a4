package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.waybill.exchange.Failure;
import io.waybill.exchange.ResponseEvents;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection to a server, and the stream of the one exchange that it carries at a time. Opened by {@link
 * ServerConnections}; idle between exchanges in {@link IdleConnections}; closes itself when it cannot be used again.
 * Confined to one event loop.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements UpstreamStream {

    private final ServerConnections owner;
    private final Channel channel;
    private final Http1RequestWriter writer;
    private final Http1ResponseReader reader;
    private final boolean once;
    private final int linkChanges;
    private final long openedNanos = System.nanoTime();

    private boolean requestSent;
    private boolean endsTunnel;
    private boolean used;
    private boolean broken;
    private long idleSinceNanos;
    private long serverKeepsNanos = KeepAliveHint.NONE;

    /** @param once whether it carries one request and no more, as one that begins with the PROXY header of a client */
    Http1Connection(ServerConnections owner, Channel channel, boolean once) {
        Http1Wire wire = owner.wires().http1();
        this.owner = owner;
        this.channel = channel;
        this.once = once;
        this.linkChanges = owner.linkChanges();
        this.writer = new Http1RequestWriter(wire, channel, owner.loop().allocator());
        this.reader = new Http1ResponseReader(this, wire);
    }

    // ---- between exchanges

    /**
     * Whether another exchange may have it, even if the one that it was opened for did not want it.
     *
     * @param linkChangesNow see {@link ServerConnections#linkChanges}
     */
    boolean servesAgain(int linkChangesNow) {
        return !once && linkChanges == linkChangesNow;
    }

    long openedNanos() {
        return openedNanos;
    }

    void idleSince(long nowNanos) {
        // Also one that was made for an exchange that did not wait for it: the server may close it any time now.
        used = true;
        idleSinceNanos = nowNanos;
    }

    /** The server's word on how long it keeps this connection; see {@link KeepAliveHint}. */
    void serverKeeps(long nanos) {
        serverKeepsNanos = nanos;
    }

    /** Whether it has waited longer than Waybill or its server lets it wait. */
    boolean hasWaited(long mostNanos, long nowNanos) {
        return nowNanos - idleSinceNanos >= Math.min(mostNanos, serverKeepsNanos);
    }

    boolean isOpen() {
        return !reader.isClosed() && channel.isActive();
    }

    /** Asks the kernel, which knows of a close before this loop has read of it. */
    boolean isSurelyOpen() {
        return isOpen() && owner.loop().peers().isEstablished(channel);
    }

    /** Ends the connection; nothing is told any more. */
    void close() {
        reader.stop();
        writer.discard();
        if (channel.isOpen()) {
            channel.close();
        }
    }

    // ---- the stream of an exchange

    @Override
    public boolean isReused() {
        return used;
    }

    @Override
    public void writeHead(RequestHead request, ResponseEvents events) {
        requestSent = false;
        reader.start(request, events);
        reader.expect(writer.head(request, once));
    }

    @Override
    public void writeData(ByteBuf data) {
        writer.data(data);
    }

    @Override
    public void end(@Nullable FieldSection trailers) {
        boolean again = requestSent;
        requestSent = true;
        if (reader.isTunnel()) {
            halfClose();
        } else if (again) {
            // The end of a request for a tunnel is that of its head; this one is meant for the tunnel.
            endsTunnel = true;
        } else {
            writer.end(trailers);
        }
    }

    /** Nothing more comes from the client; what the server still sends is read. */
    private void halfClose() {
        writer.flush();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void setReading(boolean reading) {
        channel.config().setAutoRead(reading);
    }

    @Override
    public void cancel() {
        close();
    }

    // ---- what its reader finds

    /** The server switched protocols. */
    void startTunnel() {
        writer.startTunnel();
        if (endsTunnel) {
            halfClose();
        }
    }

    /** The response is complete; if the request is too, the connection can be used again. */
    void responseComplete(boolean reusable) {
        used = true;
        if (reusable && requestSent && !once && !broken && channel.isActive()) {
            channel.config().setAutoRead(true);
            owner.release(this);
        } else {
            close();
        }
    }

    // ---- what the channel tells

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            reader.read(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ResponseEvents told = reader.events();
        if (told != null) {
            told.onResponseReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ResponseEvents told = reader.events();
        if (told != null && channel.isWritable()) {
            told.onUpstreamWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        owner.closed(this);
        reader.onClosed(broken);
        writer.discard();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent closed) {
            if (closed.isSuccess()) {
                // Nothing comes behind a close_notify.
                ctx.close();
            } else {
                // TLS was cut, and by whom nobody knows: a body that lasts until the close is not complete.
                broken = true;
            }
        } else if (event instanceof ChannelOutputShutdownEvent && !reader.isTunnel()) {
            // The server took no more of the request. Its answer may still be here to be read, so the connection is not
            // closed; but what now looks like an orderly end may be the reset.
            broken = true;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean tls = TlsTrouble.is(cause);
        if (tls) {
            owner.warn(Failure.TLS_FAILED, TlsTrouble.reason(cause));
        }
        if (tls || cause instanceof IOException) {
            broken = true;
            reader.onClosed(broken);
        } else {
            owner.bug(cause);
            reader.fail(Failure.INTERNAL, null);
        }
        channel.close();
    }
}
