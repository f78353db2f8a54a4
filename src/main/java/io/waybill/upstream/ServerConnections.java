package io.waybill.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Failure;
import io.waybill.exchange.Reuse;
import io.waybill.net.Loop;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.stats.ConnectionCounters;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of one loop to one server: opens them, lends them, counts them. Confined to one event loop. */
final class ServerConnections {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnections.class);

    private final Loop loop;
    private final Server server;
    private final Bootstrap bootstrap;
    private final ConnectionCounters counters;
    private final IdleConnections idle = new IdleConnections();
    private Http1Wire wire;
    private PoolSettings settings;
    private boolean retired;

    /** @param prototype loop, transport and socket options */
    ServerConnections(
            Loop loop,
            Http1Wire wire,
            Server server,
            ConnectionCounters counters,
            PoolSettings settings,
            Bootstrap prototype) {
        this.loop = loop;
        this.wire = wire;
        this.server = server;
        this.counters = counters;
        this.settings = settings;
        this.bootstrap = prototype.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Http1Connection(ServerConnections.this, channel));
            }
        });
        limitConnectTime();
    }

    /** Another snapshot may have other settings for the same server. */
    void use(PoolSettings newSettings) {
        long before = settings.connectNanos();
        settings = newSettings;
        // Only then: options are guarded by a lock, and exchanges of two snapshots may take turns.
        if (before != newSettings.connectNanos()) {
            limitConnectTime();
        }
    }

    /** For connections opened from now on. */
    void use(Http1Wire newWire) {
        wire = newWire;
    }

    private void limitConnectTime() {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(settings.connectNanos()));
        bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(millis, Integer.MAX_VALUE));
    }

    /** No connection is kept from now on; those that are in use close when their exchange is over. */
    void retire() {
        retired = true;
        closeIdle();
    }

    /** An idle connection that will do, or null. */
    @Nullable
    Http1Connection take(Reuse reuse) {
        if (idle.size() == 0) {
            return null;
        }
        int before = idle.size();
        Http1Connection taken = idle.take(reuse, settings, System.nanoTime());
        counters.idle(idle.size() - before);
        if (taken != null) {
            counters.reused();
        }
        return taken;
    }

    void open(ConnectEvents events) {
        bootstrap.connect(server.address()).addListener((ChannelFuture opened) -> {
            if (loop.eventLoop().inEventLoop()) {
                opened(opened, events);
            } else {
                // No socket could be made, for want of file descriptors: Netty says so on a thread of its own.
                loop.eventLoop().execute(() -> opened(opened, events));
            }
        });
    }

    private void opened(ChannelFuture opened, ConnectEvents events) {
        if (opened.isSuccess()) {
            counters.opened();
            Http1Connection connection = opened.channel().pipeline().get(Http1Connection.class);
            if (!events.onConnected(connection)) {
                release(connection);
            }
        } else {
            counters.connectFailed();
            events.onConnectFailed(failureOf(opened.cause()));
        }
    }

    private static Failure failureOf(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        if (!(cause instanceof IOException)) {
            // Not even a socket could be made: no file descriptor is left.
            return Failure.NO_SOCKET;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Cannot assign requested address")) {
            // Every local port is taken.
            return Failure.NO_SOCKET;
        }
        boolean refused = cause instanceof ConnectException && message.contains("refused");
        return refused ? Failure.CONNECT_REFUSED : Failure.CONNECT_FAILED;
    }

    /** The exchange is over and the connection is as good as new. */
    void release(Http1Connection connection) {
        if (retired) {
            connection.close();
            return;
        }
        int before = idle.size();
        idle.give(connection, settings, System.nanoTime());
        counters.idle(idle.size() - before);
    }

    /** The connection has closed. */
    void closed(Http1Connection connection) {
        counters.closed();
        int before = idle.size();
        idle.remove(connection);
        counters.idle(idle.size() - before);
    }

    void closeExpired(long nowNanos) {
        int before = idle.size();
        if (before > 0) {
            idle.closeExpired(settings, nowNanos);
            counters.idle(idle.size() - before);
        }
    }

    void closeIdle() {
        int before = idle.size();
        idle.closeAll();
        counters.idle(-before);
    }

    Loop loop() {
        return loop;
    }

    Http1Wire wire() {
        return wire;
    }

    /** Whatever is thrown on a loop is a fault of ours. */
    void bug(Throwable cause) {
        LOG.error("bug: upstream-server={}", server, cause);
    }
}
