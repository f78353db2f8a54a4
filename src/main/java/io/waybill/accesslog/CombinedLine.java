package io.waybill.accesslog;

import io.waybill.exchange.ExchangeRecord;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Apache's combined format. Confined to one event loop. */
final class CombinedLine implements LineFormat {

    private final Timestamps timestamps;

    CombinedLine(Timestamps timestamps) {
        this.timestamps = timestamps;
    }

    @Override
    public void write(ExchangeRecord exchange, long nowMillis, Line out) {
        out.put(exchange.client().text());
        out.put(' ');
        Fields.putId(exchange, out);
        out.put(" - [");
        timestamps.putApache(Fields.beganMillis(exchange, nowMillis), out);
        out.put("] \"");
        Fields.putRequest(exchange, out);
        out.put("\" ");
        out.putNumber(exchange.status());
        out.put(' ');
        if (exchange.bytesSent() == 0) {
            out.put('-');
        } else {
            out.putNumber(exchange.bytesSent());
        }
        putField(exchange.request(), FieldName.REFERER, out);
        putField(exchange.request(), FieldName.USER_AGENT, out);
        out.end();
    }

    private static void putField(@Nullable RequestHead head, FieldName name, Line out) {
        out.put(" \"");
        int line = head == null ? -1 : head.fields().first(name);
        if (head == null || line < 0) {
            out.put('-');
        } else {
            FieldSection fields = head.fields();
            out.putEscaped(fields.bytes(), fields.valueStart(line), fields.valueEnd(line), Line.MOST_FIELD_BYTES);
        }
        out.put('"');
    }
}
