package io.waybill.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.waybill.config.LinkConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Failure;
import io.waybill.net.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way: TCP, a PROXY header, TLS, and in HTTP/2 the server's first words; each of them if it is asked
 * for, and all together within the connect timeout. Ends in a connection that stands or in a failure, once. Confined to one
 * event loop.
 */
final class Opening implements Deadline.Expiry {

    private static final String HTTP2 = "h2";

    private final ServerConnections owner;
    private final LinkConfig link;
    private final int linkChanges;
    private final @Nullable ConnectEvents asker;
    private final Deadline deadline = new Deadline(this);

    private @Nullable Channel channel;
    private boolean over;

    /** @param asker whom the connection is for; null if it is for whoever waits for HTTP/2 */
    Opening(ServerConnections owner, @Nullable ConnectEvents asker) {
        this.owner = owner;
        this.link = owner.settings().link();
        this.linkChanges = owner.linkChanges();
        this.asker = asker;
    }

    /** @param bootstrap one that puts nothing on the connection */
    void begin(Bootstrap bootstrap) {
        owner.loop()
                .deadlines()
                .set(deadline, System.nanoTime() + owner.settings().connectNanos());
        ChannelFuture connecting = bootstrap.connect(owner.server().address());
        channel = connecting.channel();
        connecting.addListener((ChannelFuture done) -> owner.onLoop(() -> connected(done)));
    }

    // ---- TCP

    private void connected(ChannelFuture done) {
        Channel connected = done.channel();
        if (!done.isSuccess()) {
            // Netty has closed it, or there never was a socket: then there is nothing that could be closed, either.
            channel = null;
            failed(TcpTrouble.failure(done.cause()), null);
        } else if (over) {
            connected.close();
        } else {
            if (link.sendProxy() != SendProxy.OFF && asker != null) {
                connected.writeAndFlush(
                        ProxyHeader.of(link.sendProxy(), asker, owner.server().address()));
            }
            if (owner.server().isSecure()) {
                secure(connected);
            } else if (link.http() == ServerHttp.H2) {
                speakHttp2(connected);
            } else {
                speakHttp1(connected);
            }
        }
    }

    // ---- TLS

    private void secure(Channel connected) {
        SslHandler tls;
        try {
            tls = owner.wires()
                    .tls()
                    .of(link)
                    .handler(connected.alloc(), owner.server().address());
        } catch (IllegalStateException gone) {
            // An exchange of an older snapshot, whose TLS has gone with it.
            failed(Failure.TLS_FAILED, String.valueOf(gone.getMessage()));
            return;
        }
        // All of the opening has a deadline; one of Netty's for the handshake alone would be a task of its own.
        tls.setHandshakeTimeoutMillis(0);
        connected.pipeline().addLast(tls, new Handshake(tls));
        owner.shakesHands(this);
    }

    /** Stands behind the TLS handler until the handshake is over. */
    private final class Handshake extends ChannelInboundHandlerAdapter {

        private final SslHandler tls;

        Handshake(SslHandler tls) {
            this.tls = tls;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completed) {
                if (completed.isSuccess()) {
                    secured(ctx.channel(), tls.applicationProtocol());
                    ctx.pipeline().remove(this);
                } else {
                    failed(Failure.TLS_FAILED, TlsTrouble.reason(completed.cause()));
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            failed(Failure.TLS_FAILED, "the server closed the connection");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed(Failure.TLS_FAILED, TlsTrouble.reason(cause));
        }
    }

    private void secured(Channel connected, @Nullable String chosen) {
        if (HTTP2.equals(chosen) && link.http() != ServerHttp.H1) {
            speakHttp2(connected);
        } else if (link.http() == ServerHttp.H2) {
            failed(Failure.TLS_FAILED, "the server does not offer h2 by ALPN");
        } else {
            speakHttp1(connected);
        }
    }

    // ---- HTTP

    private void speakHttp1(Channel connected) {
        if (over) {
            return;
        }
        end();
        boolean once = link.sendProxy() != SendProxy.OFF || !isCurrent();
        Http1Connection connection = new Http1Connection(owner, connected, once);
        connected.pipeline().addLast(connection);
        owner.counters().opened();
        owner.stands(this, connection);
    }

    private void speakHttp2(Channel connected) {
        if (!over) {
            Http2Codec codec = Http2Codec.of(owner.wires().http2());
            connected.pipeline().addLast(new Http2Connection(owner, this, connected, codec));
        }
    }

    /** The server has sent its SETTINGS, so it does speak HTTP/2, and its limits are known. */
    void stands(Http2Connection connection) {
        if (!over) {
            end();
            owner.stands(this, connection);
        }
    }

    // ---- the end

    /** Whom the connection is for; null if it is for whoever waits for HTTP/2. */
    @Nullable
    ConnectEvents asker() {
        return asker;
    }

    /** Whether servers are spoken to in that way still. */
    boolean isCurrent() {
        return linkChanges == owner.linkChanges();
    }

    @Override
    public void deadlineReached(long nowNanos) {
        failed(Failure.CONNECT_TIMEOUT, null);
    }

    /**
     * There will be no connection; without effect once it stands.
     *
     * @param reason for the log; null where the failure says it all
     */
    void failed(Failure failure, @Nullable String reason) {
        if (over) {
            return;
        }
        end();
        Channel failing = channel;
        if (failing != null) {
            failing.close();
        }
        if (reason != null) {
            owner.warn(failure, reason);
        }
        owner.counters().connectFailed();
        owner.failed(this, failure);
    }

    private void end() {
        over = true;
        owner.loop().deadlines().cancel(deadline);
    }
}
