package io.waybill.accesslog;

import io.waybill.exchange.ExchangeRecord;
import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;

/** Fields that several of the line formats for people share. */
final class Fields {

    private static final String NO_SERVER = "<NOSRV>";
    private static final String BAD_REQUEST = "<BADREQ>";
    private static final int MOST_METHOD_BYTES = 64;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Fields() {}

    /** {@code GET /path?query HTTP/1.1}, or {@code <BADREQ>} if no head arrived. */
    static void putRequest(ExchangeRecord exchange, Line out) {
        RequestHead head = exchange.request();
        if (head == null) {
            out.put(BAD_REQUEST);
            return;
        }
        byte[] bytes = head.bytes();
        out.putEscaped(bytes, head.methodStart(), head.methodEnd(), MOST_METHOD_BYTES);
        out.put(' ');
        out.putEscaped(bytes, head.targetStart(), head.targetEnd(), Line.MOST_TARGET_BYTES);
        out.put(' ');
        out.put(head.version().protocol());
    }

    /** {@code pool/server}; {@code <NOSRV>} in place of a server, {@code withoutPool} in place of a pool. */
    static void putServer(ExchangeRecord exchange, String withoutPool, Line out) {
        Server server = exchange.server();
        if (server != null) {
            byte[] label = server.label();
            out.putEscaped(label, 0, label.length, 2 * Line.MOST_NAME_BYTES);
            return;
        }
        Pool pool = exchange.pool();
        out.putEscaped(pool == null ? withoutPool : pool.name(), Line.MOST_NAME_BYTES);
        out.put('/');
        out.put(NO_SERVER);
    }

    static void putTermination(ExchangeRecord exchange, Line out) {
        out.put(exchange.cause());
        out.put(exchange.phase());
    }

    static void putId(ExchangeRecord exchange, Line out) {
        byte[] id = exchange.id();
        out.putEscaped(id, 0, id.length, Line.MOST_FIELD_BYTES);
    }

    /** When the first byte of the request arrived, as near as the timers tell. */
    static long beganMillis(ExchangeRecord exchange, long nowMillis) {
        ExchangeRecord.Timers timers = exchange.timers();
        return nowMillis - (Math.max(0, timers.head()) + Math.max(0, timers.total())) / NANOS_PER_MILLI;
    }
}
