package io.waybill.app;

import io.waybill.accesslog.AccessLog;
import io.waybill.accesslog.LoopAccessLog;
import io.waybill.config.LimitsConfig;
import io.waybill.config.ListenerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.exchange.ExchangeFactory;
import io.waybill.exchange.ExchangeListener;
import io.waybill.exchange.ExchangeSettings;
import io.waybill.exchange.HttpDate;
import io.waybill.exchange.ListenerInfo;
import io.waybill.exchange.LoopServices;
import io.waybill.frontend.ClientLimits;
import io.waybill.frontend.Listener;
import io.waybill.http.FieldName;
import io.waybill.http.HeadPool;
import io.waybill.http1.HeadLimits;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.requestid.RequestIds;
import io.waybill.route.LiveSnapshot;
import io.waybill.upstream.LoopConnector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs on the loops, put together: for each loop a connector, request IDs and an access log; for each listener and
 * loop an exchange factory. Used by one thread.
 */
final class DataPlane {

    /** Idle connections are looked at once in so many ticks of a loop. */
    private static final int TICKS_PER_SWEEP = 10;

    private final Loops loops;
    private final WaybillConfig config;
    private final LiveSnapshot snapshots;
    private final List<LoopServices> services = new ArrayList<>();
    private final ExchangeSettings settings;

    DataPlane(Loops loops, WaybillConfig config, LiveSnapshot snapshots, @Nullable AccessLog accessLog) {
        this.loops = loops;
        this.config = config;
        this.snapshots = snapshots;
        this.settings = new ExchangeSettings(
                config.node(),
                FieldName.of(config.requestId().header()),
                config.requestId().trust(),
                config.trustedProxies());
        RequestIds ids = new RequestIds(config.node());
        for (Loop loop : loops.all()) {
            services.add(servicesOf(loop, ids, accessLog));
        }
    }

    private LoopServices servicesOf(Loop loop, RequestIds ids, @Nullable AccessLog accessLog) {
        HeadPool heads = new HeadPool();
        HttpDate date = new HttpDate();
        LoopConnector connector = new LoopConnector(
                loop,
                loops.socketChannel(),
                heads,
                limits(config.limits()),
                config.limits().informational());
        LoopAccessLog log = accessLog == null ? null : accessLog.forLoop();
        loop.everyTick(new Runnable() {
            private int ticks;

            @Override
            public void run() {
                long now = System.nanoTime();
                date.update();
                if (log != null) {
                    log.flushIfDue(now);
                }
                if (++ticks % TICKS_PER_SWEEP == 0) {
                    connector.closeExpired(now);
                }
            }
        });
        List<ExchangeListener> listeners = log == null ? List.of() : List.of(log);
        return new LoopServices(loop, connector, ids.forLoop(), heads, date, listeners);
    }

    /** A listener that is ready to be bound. */
    Listener listener(ListenerConfig listenerConfig, BoundListener bound) {
        ClientLimits limits = new ClientLimits(
                limits(config.limits()),
                listenerConfig.maxConnections(),
                config.clientTimeouts().requestHead().toNanos(),
                config.clientTimeouts().keepAlive().toNanos());
        Listener listener = new Listener(listenerConfig.name(), loops, limits, bound.connections());
        int port = listenerConfig.address().port();
        ListenerInfo info = new ListenerInfo(listenerConfig.name(), false, port, bound.traffic());
        for (LoopServices of : services) {
            listener.add(of.loop(), new ExchangeFactory(info, of, settings, snapshots), of.heads());
        }
        return listener;
    }

    private static HeadLimits limits(LimitsConfig limits) {
        return new HeadLimits(
                (int) limits.headBytes(),
                limits.fields(),
                (int) limits.requestLineBytes(),
                (int) limits.trailerBytes(),
                limits.trailerFields(),
                limits.chunkExtensionBytes());
    }

    /** Closes the connections to servers that wait for work. */
    void closeIdle() {
        for (LoopServices of : services) {
            if (of.connector() instanceof LoopConnector connector) {
                of.loop().eventLoop().execute(connector::closeIdle);
            }
        }
    }

    /** Ends the loops, after a moment for what they still write. */
    void close() {
        closeIdle();
        loops.close();
    }
}
