package io.waybill.app;

import io.waybill.config.WaybillConfig;
import io.waybill.health.CheckView;
import io.waybill.health.HealthChecks;
import io.waybill.health.HealthListener;
import io.waybill.http.HeadPool;
import io.waybill.net.Loop;
import io.waybill.net.Loops;
import io.waybill.net.Transports;
import io.waybill.net.UpstreamTlsContexts;
import io.waybill.pool.Server;
import io.waybill.requestid.RequestIds;
import io.waybill.upstream.LoopConnector;
import org.jspecify.annotations.Nullable;

/**
 * The loop that checks of servers run on, and answers of name servers arrive at. Made when the first of them needs it: a
 * configuration without checks and names does not pay for it. Safe from any thread.
 */
final class CheckPlane implements AutoCloseable {

    /** Idle connections are looked at once in so many ticks of the loop. */
    private static final int TICKS_PER_SWEEP = 10;

    private final Transports.Choice transport;
    private final WaybillConfig config;
    private final RequestIds ids;
    private final UpstreamTlsContexts upstreamTls;
    private @Nullable Loops loops;
    private volatile @Nullable HealthChecks checks;

    /** @param config that the process was started with */
    CheckPlane(Transports.Choice transport, WaybillConfig config, RequestIds ids, UpstreamTlsContexts upstreamTls) {
        this.transport = transport;
        this.config = config;
        this.ids = ids;
        this.upstreamTls = upstreamTls;
    }

    synchronized Loops loops() {
        Loops running = loops;
        if (running == null) {
            running = Loops.start(transport, 1, "waybill-checks");
            loops = running;
        }
        return running;
    }

    /** @param listener told of what all checks find */
    synchronized HealthChecks checks(HealthListener listener) {
        HealthChecks running = checks;
        if (running == null) {
            running = start(listener);
            checks = running;
        }
        return running;
    }

    private HealthChecks start(HealthListener listener) {
        Loop loop = loops().all().get(0);
        HeadPool heads = new HeadPool();
        LoopConnector connector = LoopConnector.forChecks(
                loop, loops().socketChannel(), heads, DataPlane.upstreamLimits(config), upstreamTls);
        loop.everyTick(new Runnable() {
            private int ticks;

            @Override
            public void run() {
                if (++ticks % TICKS_PER_SWEEP == 0) {
                    connector.closeExpired(System.nanoTime());
                }
            }
        });
        return new HealthChecks(
                loop, connector, ids.forLoop(), heads, config.requestId().header(), listener);
    }

    /** What is known of the checks of a server; null if it is not checked. */
    @Nullable
    CheckView view(Server server) {
        HealthChecks running = checks;
        return running == null ? null : running.view(server);
    }

    @Override
    public synchronized void close() {
        HealthChecks running = checks;
        if (running != null) {
            running.close();
        }
        if (loops != null) {
            loops.close();
            loops = null;
        }
    }
}
