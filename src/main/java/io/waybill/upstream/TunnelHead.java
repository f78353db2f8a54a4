package io.waybill.upstream;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.ResponseHead;
import io.waybill.http.WebSocketHandshake;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the head by which an HTTP/2 server grants an extended CONNECT the 101 that an HTTP/1.1 server would have sent (RFC
 * 8441, section 5).
 */
final class TunnelHead {

    private static final int SWITCHING_PROTOCOLS = 101;

    private TunnelHead() {}

    /**
     * Changes the head.
     *
     * @param protocol that was asked for
     * @param key of the request, if the client's version knows such keys
     */
    static void of(ResponseHead head, @Nullable String protocol, @Nullable String key) {
        FieldSection fields = head.fields();
        fields.remove(FieldName.CONTENT_LENGTH);
        fields.remove(FieldName.UPGRADE);
        fields.remove(WebSocketHandshake.ACCEPT);
        head.status(SWITCHING_PROTOCOLS);
        head.reason(0, 0);
        add(fields, "upgrade", protocol == null ? "websocket" : protocol);
        if (key != null) {
            add(fields, "sec-websocket-accept", WebSocketHandshake.accept(key));
        }
    }

    /** As if it had arrived: what is asked and edited later finds it. */
    private static void add(FieldSection fields, String name, String value) {
        byte[] line = (name + ": " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int start = fields.end();
        System.arraycopy(line, 0, fields.room(start + line.length - fields.filled()), start, line.length);
        fields.filled(start + line.length);
        int valueStart = start + name.length() + 2;
        int lineEnd = start + line.length;
        fields.addLine(start, name.length(), valueStart, lineEnd - 2, lineEnd);
    }
}
