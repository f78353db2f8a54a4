package io.waybill.frontend;

import io.waybill.exchange.ExchangeFactory;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http1.ChunkWriter;
import io.waybill.http1.HeadWriter;
import io.waybill.http1.RequestParser;
import io.waybill.net.Loop;
import io.waybill.stats.ConnectionCounters;
import io.waybill.stats.ProtocolCounters;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the client connections of one listener on one loop share. Confined to that loop, but for the number of
 * connections, which all loops of the listener count together.
 */
final class ListenerLoop {

    /** A request that was sent before its client could know of the end arrives within this time. */
    private static final long ARRIVAL_MILLIS = 100;

    private final Loop loop;
    private final HeadPool heads;
    private final AtomicInteger connectionsOfAllLoops;
    private final ConnectionCounters counters;
    private final ProtocolCounters protocols;
    private final HeadWriter headWriter = new HeadWriter();
    private final ChunkWriter chunkWriter = new ChunkWriter();
    private final OpenConnections open = new OpenConnections();
    private final ProxyRefusals proxyRefusals = new ProxyRefusals();
    private ExchangeFactory exchanges;
    private ListenerSettings settings;
    private RequestParser parser;
    private boolean draining;

    ListenerLoop(
            Loop loop, ExchangeFactory exchanges, HeadPool heads, ListenerSettings settings, ListenerCounters counted) {
        this.loop = loop;
        this.exchanges = exchanges;
        this.heads = heads;
        this.settings = settings;
        this.counters = counted.connections().loop(loop.index());
        this.protocols = counted.protocols().loop(loop.index());
        this.connectionsOfAllLoops = counted.open();
        this.parser = new RequestParser(settings.limits().heads());
    }

    /** What counts for connections accepted and requests begun from now on; nothing that runs ends because of it. */
    void use(ExchangeFactory newExchanges, ListenerSettings newSettings) {
        exchanges = newExchanges;
        followSnapshot();
        HeadLimits newHeads = newSettings.limits().heads();
        if (!newHeads.equals(limits().heads())) {
            parser = new RequestParser(newHeads);
        }
        settings = newSettings;
    }

    /** Has the routes of the live snapshot ready, and to keep should a later one lack this listener. */
    void followSnapshot() {
        exchanges.followSnapshot();
    }

    /** Counts a connection in; whether there is room for it. {@link #closed} must follow in either case. */
    boolean opened(OpenConnection connection) {
        open.add(connection);
        counters.opened();
        int now = connectionsOfAllLoops.incrementAndGet();
        if (limits().maxConnections() > 0 && now > limits().maxConnections()) {
            // It is answered and closed soon, and takes nobody's place meanwhile.
            connectionsOfAllLoops.decrementAndGet();
            counters.refused();
            return false;
        }
        connection.admit();
        return true;
    }

    void closed(OpenConnection connection) {
        open.remove(connection);
        counters.closed();
        if (connection.isAdmitted()) {
            connectionsOfAllLoops.decrementAndGet();
        }
    }

    /**
     * From now on every response is the last one of its connection. Those that still have no request when what is on its
     * way has had time to arrive are closed.
     */
    void drain() {
        draining = true;
        var unused = loop.eventLoop()
                .schedule(
                        () -> open.forEach(connection -> connection.speaker().drain()),
                        ARRIVAL_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Closes what is left. */
    void closeAll() {
        draining = true;
        open.forEach(connection -> connection.speaker().cut());
    }

    boolean isDraining() {
        return draining;
    }

    Loop loop() {
        return loop;
    }

    ExchangeFactory exchanges() {
        return exchanges;
    }

    HeadPool heads() {
        return heads;
    }

    ListenerSettings settings() {
        return settings;
    }

    ClientLimits limits() {
        return settings.limits();
    }

    ProtocolCounters protocols() {
        return protocols;
    }

    ProxyRefusals proxyRefusals() {
        return proxyRefusals;
    }

    RequestParser parser() {
        return parser;
    }

    HeadWriter headWriter() {
        return headWriter;
    }

    ChunkWriter chunkWriter() {
        return chunkWriter;
    }
}
