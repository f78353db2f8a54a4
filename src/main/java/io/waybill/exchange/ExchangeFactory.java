package io.waybill.exchange;

import io.waybill.http.FieldSection;
import io.waybill.http.HeadPool;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import io.waybill.net.Loop;
import io.waybill.requestid.RequestIds;
import io.waybill.route.LiveSnapshot;
import io.waybill.route.Route;
import io.waybill.route.RouteTable;
import io.waybill.route.Snapshot;
import io.waybill.stats.ProtocolCounters;
import io.waybill.stats.TrafficCounters;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts an exchange for each request of one listener on one event loop, and holds what these exchanges share. Confined
 * to that loop.
 */
public final class ExchangeFactory {

    /** How long a client may take nothing of a response that is complete on our side. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ListenerInfo listener;
    private final LoopServices services;
    private final ExchangeSettings settings;
    private final LiveSnapshot snapshots;
    private final RequestRewriter requestRewriter;
    private final ResponseRewriter responseRewriter;
    private final LocalResponse localResponse;
    private final TrafficCounters counters;
    private final ProtocolCounters protocols;

    private int version;
    private @Nullable RouteTable routes;

    public ExchangeFactory(
            ListenerInfo listener, LoopServices services, ExchangeSettings settings, LiveSnapshot snapshots) {
        this.listener = listener;
        this.services = services;
        this.settings = settings;
        this.snapshots = snapshots;
        this.protocols = listener.protocols().loop(services.loop().index());
        this.requestRewriter = new RequestRewriter(listener, settings);
        this.responseRewriter = new ResponseRewriter(listener, settings, services.date());
        this.localResponse = new LocalResponse(listener, services, settings);
        this.counters = listener.traffic().loop(services.loop().index());
    }

    /**
     * Who a new connection of this listener belongs to.
     *
     * @param peer as the socket says, or a trusted PROXY header
     * @param tls null for a plain connection
     * @param givenId what a trusted PROXY header calls the connection, or null: the ID of its first request, if it will do
     */
    public ClientAddress client(InetSocketAddress peer, @Nullable ClientTls tls, byte @Nullable [] givenId) {
        return ClientAddress.of(peer, tls, givenId, settings);
    }

    /**
     * Begins an exchange, which is attached to its stream first. It may be over before this returns.
     *
     * @param stream where its response goes
     * @param head stays the stream's, and must live until the exchange is over
     * @param headNanos from the first byte of the head to its last
     */
    public void begin(ClientStream stream, RequestHead head, long headNanos) {
        long now = System.nanoTime();
        byte[] id = idOf(head, stream.client());
        ExchangeRecorder recorder = new ExchangeRecorder(this, stream, id, headNanos, now);
        Exchange exchange = new Exchange(this, stream, head, recorder);
        stream.attach(exchange);
        exchange.begin(routeOf(head), head, now);
    }

    /**
     * Begins, and at once ends, the exchange of a request whose head is malformed or did not come.
     *
     * @param head what came of it, perhaps an ID; null if nothing did
     */
    public void refuse(
            ClientStream stream,
            @Nullable RequestHead head,
            Failure failure,
            @Nullable Refusal refusal,
            long headNanos) {
        byte[] id = idOf(head, stream.client());
        ExchangeRecorder recorder = new ExchangeRecorder(this, stream, id, headNanos, System.nanoTime());
        Exchange exchange = new Exchange(this, stream, null, recorder);
        stream.attach(exchange);
        exchange.fail(failure, refusal);
    }

    private byte[] idOf(@Nullable RequestHead head, ClientAddress client) {
        GivenId givenId = client.givenId();
        byte[] given = givenId == null ? null : givenId.take();
        if (given != null) {
            return given;
        }
        return head == null ? services.ids().next() : idIn(head, client);
    }

    private byte[] idIn(RequestHead head, ClientAddress client) {
        FieldSection fields = head.fields();
        int line = client.bringsIds() ? fields.first(settings.idField()) : -1;
        boolean only = line >= 0 && fields.next(settings.idField(), line) < 0;
        if (only && RequestIds.isAcceptable(head.bytes(), fields.valueStart(line), fields.valueEnd(line))) {
            return Arrays.copyOfRange(head.bytes(), fields.valueStart(line), fields.valueEnd(line));
        }
        return services.ids().next();
    }

    private @Nullable Route routeOf(RequestHead head) {
        followSnapshot();
        return routes == null ? null : routes.find(head);
    }

    /**
     * Takes the routes of the live snapshot. Every exchange does; also to be called when the listener is live, so that
     * there are routes to keep if a later snapshot lacks it before its first request has come.
     */
    public void followSnapshot() {
        Snapshot now = snapshots.current();
        if (now.version() != version) {
            version = now.version();
            RouteTable newRoutes = now.table(listener.name());
            // A listener that the snapshot lacks is about to close; what still comes is answered as before.
            routes = newRoutes == null ? routes : newRoutes;
        }
    }

    /** As in the configuration. */
    public String listenerName() {
        return listener.name();
    }

    ListenerInfo listener() {
        return listener;
    }

    TrafficCounters counters() {
        return counters;
    }

    ProtocolCounters protocols() {
        return protocols;
    }

    Loop loop() {
        return services.loop();
    }

    Connector connector() {
        return services.connector();
    }

    HeadPool heads() {
        return services.heads();
    }

    List<ExchangeListener> listeners() {
        return services.listeners();
    }

    RequestRewriter requestRewriter() {
        return requestRewriter;
    }

    ResponseRewriter responseRewriter() {
        return responseRewriter;
    }

    LocalResponse localResponse() {
        return localResponse;
    }

    long drainNanos() {
        return DRAIN_NANOS;
    }
}
