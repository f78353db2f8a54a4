package io.waybill.accesslog;

import io.waybill.balance.Policy;
import io.waybill.config.LinkConfig;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ClientTls;
import io.waybill.exchange.ExchangeRecord;
import io.waybill.exchange.ExchangeRecord.Timers;
import io.waybill.exchange.Failure;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadPool;
import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.pool.PoolSettings;
import io.waybill.pool.Server;
import io.waybill.pool.ServerId;
import io.waybill.pool.ServerRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exchanges to be logged: {@link #ok} with one thing or another changed. */
record Exchanges(
        @Nullable RequestHead request,
        String id,
        @Nullable Pool pool,
        @Nullable Server server,
        int status,
        @Nullable Failure failure,
        @Nullable String reason,
        Timers timers) {

    static final long MICRO = 1_000;

    /** A pool of that name without servers. */
    static Pool pool(String name) {
        PoolSettings settings =
                new PoolSettings(Policy.ROUND_ROBIN, 1, 0, 0, 0, 0, true, 0, 0, 0, 0, LinkConfig.STANDARD, false);
        return new ServerRegistry(1, 1).pool(name, settings, List.of());
    }

    static Server server(String pool, String name) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
        return new ServerRegistry(1, 1).server(new ServerId(pool, name), address, false, 1);
    }

    static Exchanges ok() {
        return new Exchanges(
                head("GET", "/a?b=c", "http://x/", "curl/8"),
                "CA0A4BD6-4E9F4258-198691",
                pool("web"),
                server("web", "b"),
                200,
                null,
                null,
                new Timers(41 * MICRO, 0, 213 * MICRO, 1204 * MICRO, 1500 * MICRO, 1450 * MICRO));
    }

    /** What is left of an exchange whose request did not arrive whole. */
    static Exchanges badRequest() {
        long none = ExchangeRecord.NOT_REACHED;
        return new Exchanges(
                null,
                "CA0A4BD6-4E9F4258-2",
                null,
                null,
                400,
                Failure.BAD_REQUEST,
                "bare CR in a field",
                new Timers(7 * MICRO, none, none, none, 12 * MICRO, none));
    }

    Exchanges withRequest(RequestHead head) {
        return new Exchanges(head, id, pool, server, status, failure, reason, timers);
    }

    Exchanges withId(String newId) {
        return new Exchanges(request, newId, pool, server, status, failure, reason, timers);
    }

    Exchanges withReason(String newReason) {
        return new Exchanges(request, id, pool, server, status, failure, newReason, timers);
    }

    Exchanges withServer(@Nullable Pool newPool, @Nullable Server newServer) {
        return new Exchanges(request, id, newPool, newServer, status, failure, reason, timers);
    }

    Exchanges withFailure(Failure newFailure, int newStatus) {
        return new Exchanges(request, id, pool, server, newStatus, newFailure, reason, timers);
    }

    ExchangeRecord toRecord() {
        return toRecord(null);
    }

    ExchangeRecord toRecord(@Nullable ClientTls tls) {
        return new ExchangeRecord(
                "edge",
                new ClientAddress("10.0.0.7".getBytes(StandardCharsets.US_ASCII), 40312, false, true, tls, null),
                request,
                id.getBytes(StandardCharsets.ISO_8859_1),
                pool,
                server,
                server == null ? 0 : 1,
                status,
                failure,
                failure == null ? '-' : 'R',
                reason,
                321,
                1532,
                timers);
    }

    /** A head with two fields, Referer and User-Agent; every character is one byte. */
    static RequestHead head(String method, String target, String referer, String userAgent) {
        RequestHead head = new HeadPool().takeRequest();
        FieldSection fields = head.fields();
        int methodEnd = add(fields, method);
        int targetStart = add(fields, " ");
        int targetEnd = add(fields, target);
        add(fields, " HTTP/1.1\r\n");
        head.method(0, methodEnd);
        head.target(targetStart, targetEnd, targetEnd);
        addLine(fields, FieldName.REFERER, referer);
        addLine(fields, FieldName.USER_AGENT, userAgent);
        return head;
    }

    private static void addLine(FieldSection fields, FieldName name, String value) {
        int start = fields.filled();
        int valueStart = add(fields, name.text() + ": ");
        int valueEnd = add(fields, value);
        fields.addLine(start, name.text().length(), valueStart, valueEnd, add(fields, "\r\n"));
    }

    private static int add(FieldSection fields, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, fields.room(bytes.length), fields.filled(), bytes.length);
        fields.filled(fields.filled() + bytes.length);
        return fields.filled();
    }
}
