package io.waybill.accesslog;

import io.waybill.exchange.ExchangeRecord;

/** Waybill's own format. Confined to one event loop. */
final class TextLine implements LineFormat {

    private final Timestamps timestamps;

    TextLine(Timestamps timestamps) {
        this.timestamps = timestamps;
    }

    @Override
    public void write(ExchangeRecord exchange, long nowMillis, Line out) {
        timestamps.putIso(nowMillis, out);
        out.put(' ');
        out.put(exchange.client().text());
        out.put(' ');
        out.putEscaped(exchange.listener(), Line.MOST_NAME_BYTES);
        out.put(' ');
        out.put('"');
        Fields.putRequest(exchange, out);
        out.put("\" ");
        out.putNumber(exchange.status());
        out.put(' ');
        out.putNumber(exchange.bytesSent());
        out.put(' ');
        putTimers(exchange.timers(), out);
        out.put(' ');
        Fields.putServer(exchange, "-", out);
        out.put(' ');
        out.putNumber(exchange.attempts());
        out.put(' ');
        Fields.putTermination(exchange, out);
        out.put(' ');
        Fields.putId(exchange, out);
        String reason = exchange.reason();
        if (reason != null) {
            out.put(" reason=\"");
            out.putEscaped(reason, Line.MOST_FIELD_BYTES);
            out.put('"');
        }
        out.end();
    }

    private static void putTimers(ExchangeRecord.Timers timers, Line out) {
        out.putMillis(timers.head());
        out.put('/');
        out.putMillis(timers.queue());
        out.put('/');
        out.putMillis(timers.connect());
        out.put('/');
        out.putMillis(timers.response());
        out.put('/');
        out.putMillis(timers.total());
    }
}
