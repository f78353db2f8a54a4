package io.waybill.route;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.HeadPool;
import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;

/** Heads of requests as a parser would have left them, for tests without one. */
public final class RequestHeads {

    private RequestHeads() {}

    /** A GET for {@code host}, which may have a port; empty for none. */
    public static RequestHead get(String host, String target) {
        return head("GET", host, target);
    }

    /** @param fieldLines each {@code Name: value} */
    static RequestHead head(String method, String host, String target, String... fieldLines) {
        RequestHead head = new HeadPool().takeRequest();
        add(head, method + " ");
        head.method(0, method.length());
        int targetStart = head.fields().filled();
        add(head, target + " HTTP/1.1\r\n");
        int query = target.indexOf('?');
        int pathEnd = targetStart + (query < 0 ? target.length() : query);
        head.target(targetStart, pathEnd, targetStart + target.length());
        if (!host.isEmpty()) {
            addField(head, "Host: " + host);
            int line = head.fields().first(FieldName.HOST);
            head.authority(head.fields().valueStart(line), head.fields().valueEnd(line));
        }
        for (String line : fieldLines) {
            addField(head, line);
        }
        return head;
    }

    private static void addField(RequestHead head, String line) {
        FieldSection fields = head.fields();
        int start = fields.filled();
        int colon = line.indexOf(':');
        add(head, line + "\r\n");
        int hash = 0;
        for (int i = start; i < start + colon; i++) {
            hash = FieldName.hashStep(hash, head.bytes()[i]);
        }
        int end = start + line.length();
        fields.addLine(start, colon, hash, start + colon + 2, end, end + 2);
    }

    private static void add(RequestHead head, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        FieldSection fields = head.fields();
        System.arraycopy(bytes, 0, fields.room(bytes.length), fields.filled(), bytes.length);
        fields.filled(fields.filled() + bytes.length);
    }
}
