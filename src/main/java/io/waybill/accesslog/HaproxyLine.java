package io.waybill.accesslog;

import io.waybill.exchange.ClientTls;
import io.waybill.exchange.ExchangeRecord;
import org.jspecify.annotations.Nullable;

/**
 * The fields of HAProxy's httplog. What Waybill does not count by then (connections, queues) is 0. Confined to one event
 * loop.
 */
final class HaproxyLine implements LineFormat {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Timestamps timestamps;

    HaproxyLine(Timestamps timestamps) {
        this.timestamps = timestamps;
    }

    @Override
    public void write(ExchangeRecord exchange, long nowMillis, Line out) {
        out.put(exchange.client().text());
        out.put(':');
        out.putNumber(exchange.client().port());
        out.put(" [");
        timestamps.putHaproxy(Fields.beganMillis(exchange, nowMillis), out);
        out.put("] ");
        out.putEscaped(exchange.listener(), Line.MOST_NAME_BYTES);
        putTls(exchange.client().tls(), out);
        out.put(' ');
        Fields.putServer(exchange, exchange.listener(), out);
        out.put(' ');
        putTimers(exchange.timers(), out);
        out.put(' ');
        out.putNumber(exchange.status() == 0 ? -1 : exchange.status());
        out.put(' ');
        out.putNumber(exchange.bytesSent());
        out.put(" - - ");
        Fields.putTermination(exchange, out);
        out.put("-- 0/0/0/0/");
        out.putNumber(Math.max(0, exchange.attempts() - 1));
        out.put(" 0/0 {");
        Fields.putId(exchange, out);
        out.put("} \"");
        Fields.putRequest(exchange, out);
        out.put('"');
        out.end();
    }

    /** A tilde behind the frontend's name, if it was it that ended TLS. */
    private static void putTls(@Nullable ClientTls tls, Line out) {
        if (tls != null && !tls.protocol().isEmpty()) {
            out.put('~');
        }
    }

    private static void putTimers(ExchangeRecord.Timers timers, Line out) {
        putTimer(timers.head(), out);
        out.put('/');
        putTimer(timers.queue(), out);
        out.put('/');
        putTimer(timers.connect(), out);
        out.put('/');
        putTimer(timers.response(), out);
        out.put('/');
        putTimer(timers.total(), out);
    }

    private static void putTimer(long nanos, Line out) {
        out.putNumber(nanos < 0 ? -1 : nanos / NANOS_PER_MILLI);
    }
}
