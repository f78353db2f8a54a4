package io.waybill.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.waybill.config.LinkConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Failure;
import io.waybill.exchange.Reuse;
import io.waybill.net.Loop;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.stats.ConnectionCounters;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one loop to one server, in either version of HTTP: finds or opens them, lends them, counts them.
 * Confined to one event loop.
 */
final class ServerConnections {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnections.class);

    private final Loop loop;
    private final Server server;
    private final Bootstrap bootstrap;
    private final Bootstrap bare;
    private final ConnectionCounters counters;
    private final IdleConnections idle = new IdleConnections();
    private final Http2Connections http2 = new Http2Connections(this);
    private Wires wires;
    private PoolSettings settings;
    private int linkChanges;
    private boolean choseHttp1;
    private boolean retired;

    /** @param prototype loop, transport and socket options */
    ServerConnections(Loop loop, Wires wires, Server server, PoolSettings settings, Bootstrap prototype) {
        this.loop = loop;
        this.wires = wires;
        this.server = server;
        this.counters = server.connections().loop(loop.index());
        this.settings = settings;
        this.bootstrap = prototype.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Http1Connection(ServerConnections.this, channel, false));
            }
        });
        this.bare = prototype.clone().handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                // An opening puts there what is needed, step by step.
            }
        });
        limitConnectTime();
    }

    /** Another snapshot may have other settings for the same server. */
    void use(PoolSettings newSettings) {
        PoolSettings before = settings;
        settings = newSettings;
        // Only then: options are guarded by a lock, and exchanges of two snapshots may take turns.
        if (before.connectNanos() != newSettings.connectNanos()) {
            limitConnectTime();
        }
        if (!before.link().equals(newSettings.link())) {
            linkChanges++;
            choseHttp1 = false;
            closeIdle();
            http2.leaveAll();
        }
    }

    /** For connections opened from now on. */
    void use(Wires newWires) {
        wires = newWires;
    }

    private void limitConnectTime() {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(settings.connectNanos()));
        bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(millis, Integer.MAX_VALUE));
        bare.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(millis, Integer.MAX_VALUE));
    }

    /** No connection is kept from now on; those that are in use close when their exchange is over. */
    void retire() {
        retired = true;
        closeIdle();
        http2.leaveAll();
    }

    // ---- a connection for an exchange

    /** Finds or opens one; see {@link io.waybill.exchange.Connector#connect}. */
    void connect(Reuse reuse, ConnectEvents events) {
        if (isShared()) {
            http2.connect(reuse, events);
            return;
        }
        Http1Connection waiting = reuse == Reuse.NONE ? null : take(reuse);
        if (waiting == null) {
            open(events);
        } else if (!events.onConnected(waiting)) {
            release(waiting);
        }
    }

    /** Whether exchanges share connections, as far as is known: what ALPN chose last, it will choose again. */
    private boolean isShared() {
        return switch (settings.link().http()) {
            case H1 -> false;
            case H2 -> true;
            case AUTO -> server.isSecure() && !choseHttp1;
        };
    }

    /** An idle connection that will do, or null. */
    private @Nullable Http1Connection take(Reuse reuse) {
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

    /** @param events who it is for; null if it is for whoever waits for HTTP/2 */
    void open(@Nullable ConnectEvents events) {
        LinkConfig link = settings.link();
        boolean plain = !server.isSecure() && link.http() != ServerHttp.H2 && link.sendProxy() == SendProxy.OFF;
        if (plain && events != null) {
            bootstrap
                    .connect(server.address())
                    .addListener((ChannelFuture opened) -> onLoop(() -> opened(opened, events)));
        } else {
            new Opening(this, events).begin(bare);
        }
    }

    /** No socket could be made, for want of file descriptors: Netty says so on a thread of its own. */
    void onLoop(Runnable task) {
        if (loop.eventLoop().inEventLoop()) {
            task.run();
        } else {
            loop.eventLoop().execute(task);
        }
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
            events.onConnectFailed(TcpTrouble.failure(opened.cause()));
        }
    }

    // ---- what becomes of an opening

    void shakesHands(Opening opening) {
        ConnectEvents asker = opening.asker();
        if (asker == null) {
            http2.shakesHands();
        } else {
            asker.onHandshake();
        }
    }

    void stands(Opening opening, Http1Connection connection) {
        choseHttp1 |= opening.isCurrent();
        ConnectEvents asker = opening.asker();
        if (asker == null) {
            http2.stands(connection, opening.isCurrent());
        } else if (!asker.onConnected(connection)) {
            release(connection);
        }
    }

    void stands(Opening opening, Http2Connection connection) {
        choseHttp1 = false;
        http2.stands(connection, opening.asker(), opening.isCurrent());
        if (retired) {
            connection.leave();
        }
    }

    void failed(Opening opening, Failure failure) {
        ConnectEvents asker = opening.asker();
        if (asker == null) {
            http2.failed(failure);
        } else {
            asker.onConnectFailed(failure);
        }
    }

    /** Tells the operator what a failure alone does not say; once a minute is enough. */
    void warn(Failure failure, String reason) {
        if (server.isNews(System.nanoTime())) {
            if (failure == Failure.TLS_FAILED) {
                LOG.warn("tls to server failed: server={} reason={}", server, reason);
            } else {
                LOG.warn("http/2 to server failed: server={} reason={}", server, reason);
            }
        }
    }

    // ---- when connections go

    /** The exchange is over and the connection is as good as new. */
    void release(Http1Connection connection) {
        if (retired || !connection.servesAgain(linkChanges)) {
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
        http2.closeExpired(settings, nowNanos);
        int before = idle.size();
        if (before > 0) {
            idle.closeExpired(settings, nowNanos);
            counters.idle(idle.size() - before);
        }
    }

    void closeIdle() {
        http2.closeIdle();
        counters.idle(-idle.size());
        idle.closeAll();
    }

    Loop loop() {
        return loop;
    }

    Wires wires() {
        return wires;
    }

    Server server() {
        return server;
    }

    boolean isRetired() {
        return retired;
    }

    PoolSettings settings() {
        return settings;
    }

    /** How often the way to speak with the server has changed. */
    int linkChanges() {
        return linkChanges;
    }

    ConnectionCounters counters() {
        return counters;
    }

    Http2Connections http2() {
        return http2;
    }

    /** Whatever is thrown on a loop is a fault of ours. */
    void bug(Throwable cause) {
        LOG.error("bug: upstream-server={}", server, cause);
    }
}
