package io.waybill.app;

import io.waybill.accesslog.AccessLog;
import io.waybill.accesslog.LoopAccessLog;
import io.waybill.config.LimitsConfig;
import io.waybill.config.ListenerConfig;
import io.waybill.config.TlsConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.control.DataPlanePort;
import io.waybill.control.OpenListener;
import io.waybill.exchange.ExchangeFactory;
import io.waybill.exchange.ExchangeListener;
import io.waybill.exchange.ExchangeSettings;
import io.waybill.exchange.HttpDate;
import io.waybill.exchange.ListenerInfo;
import io.waybill.exchange.LoopServices;
import io.waybill.frontend.ClientLimits;
import io.waybill.frontend.Listener;
import io.waybill.frontend.ListenerSettings;
import io.waybill.http.FieldName;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.ServerTls;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Server;
import io.waybill.requestid.RequestIds;
import io.waybill.route.LiveSnapshot;
import io.waybill.upstream.LoopConnector;
import io.waybill.upstream.UpstreamLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs on the loops, put together: for each loop a connector, request IDs and an access log; for each listener and
 * loop an exchange factory. Used by one thread at a time.
 */
final class DataPlane implements DataPlanePort {

    /** Idle connections are looked at once in so many ticks of a loop. */
    private static final int TICKS_PER_SWEEP = 10;

    private final Loops loops;
    private final WaybillConfig config;
    private final LiveSnapshot snapshots;
    private final UpstreamTlsContexts upstreamTls;
    private final List<LoopServices> services = new ArrayList<>();
    private final RequestIds ids;

    DataPlane(
            Loops loops,
            WaybillConfig config,
            LiveSnapshot snapshots,
            @Nullable AccessLog accessLog,
            UpstreamTlsContexts upstreamTls) {
        this.loops = loops;
        this.config = config;
        this.snapshots = snapshots;
        this.upstreamTls = upstreamTls;
        this.ids = new RequestIds(config.node());
        for (Loop loop : loops.all()) {
            services.add(servicesOf(loop, accessLog));
        }
    }

    private LoopServices servicesOf(Loop loop, @Nullable AccessLog accessLog) {
        HeadPool heads = new HeadPool();
        HttpDate date = new HttpDate();
        LoopConnector connector =
                new LoopConnector(loop, loops.socketChannel(), heads, upstreamLimits(config), upstreamTls);
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

    /** Where all request IDs of the process come from. */
    RequestIds ids() {
        return ids;
    }

    @Override
    public Listener listener(
            WaybillConfig now, ListenerConfig listenerConfig, @Nullable ServerTls tls, Counters counters) {
        Listener listener = new Listener(
                listenerConfig.name(),
                loops,
                settings(now, listenerConfig, tls),
                counters.connections(),
                counters.protocols());
        List<ExchangeFactory> exchanges = exchanges(now, listenerConfig, counters);
        for (int i = 0; i < services.size(); i++) {
            LoopServices of = services.get(i);
            listener.add(of.loop(), exchanges.get(i), of.heads());
        }
        return listener;
    }

    @Override
    public boolean use(WaybillConfig now, OpenListener open) {
        Counters counters = new Counters(open.traffic(), open.connections(), open.protocols());
        return open.listener().use(exchanges(now, open.config(), counters), settings(now, open.config(), open.tls()));
    }

    private List<ExchangeFactory> exchanges(WaybillConfig now, ListenerConfig listenerConfig, Counters counters) {
        ExchangeSettings settings = new ExchangeSettings(
                config.node(),
                FieldName.of(now.requestId().header()),
                now.requestId().trust(),
                now.trustedProxies());
        int port = listenerConfig.address().port();
        TlsConfig tls = listenerConfig.tls();
        ListenerInfo info = new ListenerInfo(
                listenerConfig.name(), tls != null, port, hsts(tls), counters.traffic(), counters.protocols());
        return services.stream()
                .map(of -> new ExchangeFactory(info, of, settings, snapshots))
                .toList();
    }

    private static byte[] hsts(@Nullable TlsConfig tls) {
        String value = tls == null ? null : tls.hsts();
        return value == null
                ? new byte[0]
                : ("Strict-Transport-Security: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static ListenerSettings settings(
            WaybillConfig now, ListenerConfig listenerConfig, @Nullable ServerTls tls) {
        return new ListenerSettings(
                clientLimits(now, listenerConfig), listenerConfig.http(), now.http2(), tls, listenerConfig.proxyFrom());
    }

    private static ClientLimits clientLimits(WaybillConfig now, ListenerConfig listenerConfig) {
        return new ClientLimits(
                limits(now.limits()),
                listenerConfig.maxConnections(),
                now.clientTimeouts().requestHead().toNanos(),
                now.clientTimeouts().keepAlive().toNanos(),
                now.clientTimeouts().handshake().toNanos());
    }

    @Override
    public void forget(Server server) {
        for (LoopServices of : services) {
            of.loop().eventLoop().execute(() -> of.connector().forget(server));
        }
    }

    static UpstreamLimits upstreamLimits(WaybillConfig config) {
        return new UpstreamLimits(limits(config.limits()), config.limits().informational(), config.http2());
    }

    static HeadLimits limits(LimitsConfig limits) {
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

    /** The loops that it runs on. */
    Loops loops() {
        return loops;
    }

    /** Ends the loops, after a moment for what they still write. */
    void close() {
        closeIdle();
        loops.close();
    }
}
