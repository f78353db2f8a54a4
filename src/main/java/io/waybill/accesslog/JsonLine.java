package io.waybill.accesslog;

import io.waybill.exchange.ClientTls;
import io.waybill.exchange.ExchangeRecord;
import io.waybill.exchange.Failure;
import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import org.jspecify.annotations.Nullable;

/** One JSON object (RFC 8259) per line, in ASCII; what there is not is null. Confined to one event loop. */
final class JsonLine implements LineFormat {

    private final Timestamps timestamps;

    JsonLine(Timestamps timestamps) {
        this.timestamps = timestamps;
    }

    @Override
    public void write(ExchangeRecord exchange, long nowMillis, Line out) {
        out.put("{\"time\":\"");
        timestamps.putIso(nowMillis, out);
        out.put("\",\"client\":\"");
        out.put(exchange.client().text());
        out.put("\",\"client_port\":");
        out.putNumber(exchange.client().port());
        putText(",\"listener\":", exchange.listener(), Line.MOST_NAME_BYTES, out);
        putRequest(exchange.request(), out);
        putTls(exchange.client().tls(), out);
        out.put(",\"status\":");
        out.putNumber(exchange.status());
        out.put(",\"bytes_received\":");
        out.putNumber(exchange.bytesReceived());
        out.put(",\"bytes_sent\":");
        out.putNumber(exchange.bytesSent());
        putTimers(exchange.timers(), out);
        Pool pool = exchange.pool();
        putText(",\"pool\":", pool == null ? null : pool.name(), Line.MOST_NAME_BYTES, out);
        Server server = exchange.server();
        putText(",\"server\":", server == null ? null : server.name(), Line.MOST_NAME_BYTES, out);
        out.put(",\"attempts\":");
        out.putNumber(exchange.attempts());
        Failure failure = exchange.failure();
        putText(",\"failure\":", failure == null ? null : failure.word(), Line.MOST_NAME_BYTES, out);
        out.put(",\"termination\":\"");
        Fields.putTermination(exchange, out);
        out.put('"');
        putText(",\"reason\":", exchange.reason(), Line.MOST_FIELD_BYTES, out);
        out.put(",\"id\":\"");
        out.putJson(exchange.id(), 0, exchange.id().length, Line.MOST_FIELD_BYTES);
        out.put("\"}");
        out.end();
    }

    private static void putRequest(@Nullable RequestHead head, Line out) {
        if (head == null) {
            out.put(",\"method\":null,\"target\":null,\"version\":null,\"host\":null,\"user_agent\":null");
            return;
        }
        byte[] bytes = head.bytes();
        out.put(",\"method\":\"");
        out.putJson(bytes, head.methodStart(), head.methodEnd(), Line.MOST_NAME_BYTES);
        out.put("\",\"target\":\"");
        out.putJson(bytes, head.targetStart(), head.targetEnd(), Line.MOST_TARGET_BYTES);
        out.put("\",\"version\":\"");
        out.put(head.version().protocol());
        out.put("\",\"host\":\"");
        out.putJson(bytes, head.authorityStart(), head.authorityEnd(), Line.MOST_FIELD_BYTES);
        out.put("\",\"user_agent\":");
        FieldSection fields = head.fields();
        int line = fields.first(FieldName.USER_AGENT);
        if (line < 0) {
            out.put("null");
        } else {
            out.put('"');
            out.putJson(bytes, fields.valueStart(line), fields.valueEnd(line), Line.MOST_FIELD_BYTES);
            out.put('"');
        }
    }

    private static void putTls(@Nullable ClientTls tls, Line out) {
        if (tls == null) {
            out.put(",\"tls_protocol\":null,\"tls_cipher\":null,\"sni\":null");
            return;
        }
        boolean known = !tls.protocol().isEmpty();
        putText(",\"tls_protocol\":", known ? tls.protocol() : null, Line.MOST_NAME_BYTES, out);
        putText(",\"tls_cipher\":", known ? tls.cipher() : null, Line.MOST_NAME_BYTES, out);
        putText(",\"sni\":", tls.serverName(), Line.MOST_NAME_BYTES, out);
    }

    private static void putTimers(ExchangeRecord.Timers timers, Line out) {
        putTimer(",\"head_ms\":", timers.head(), out);
        putTimer(",\"queue_ms\":", timers.queue(), out);
        putTimer(",\"connect_ms\":", timers.connect(), out);
        putTimer(",\"response_ms\":", timers.response(), out);
        putTimer(",\"first_byte_ms\":", timers.firstByte(), out);
        putTimer(",\"total_ms\":", timers.total(), out);
    }

    private static void putTimer(String key, long nanos, Line out) {
        out.put(key);
        if (nanos < 0) {
            out.put("null");
        } else {
            out.putMillis(nanos);
        }
    }

    private static void putText(String key, @Nullable String text, int most, Line out) {
        out.put(key);
        if (text == null) {
            out.put("null");
        } else {
            out.put('"');
            out.putJson(text, most);
            out.put('"');
        }
    }
}
