package io.waybill.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.RequestHead;
import io.waybill.http1.ParseResult;
import io.waybill.http1.RequestParser;
import java.nio.charset.StandardCharsets;

/** Heads of requests as the parser leaves them. */
public final class RequestHeads {

    private static final HeadLimits LIMITS = new HeadLimits(65_536, 100, 32_768, 1024, 10, 100);

    private RequestHeads() {}

    /** A GET for {@code host}, which may have a port; empty for none. */
    public static RequestHead get(String host, String target) {
        return head("GET", host, target);
    }

    /** @param fieldLines each {@code Name: value} */
    static RequestHead head(String method, String host, String target, String... fieldLines) {
        StringBuilder text = new StringBuilder(method + " " + target);
        text.append(host.isEmpty() ? " HTTP/1.0\r\n" : " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String line : fieldLines) {
            text.append(line).append("\r\n");
        }
        RequestHead head = new HeadPool().takeRequest();
        ByteBuf bytes = Unpooled.copiedBuffer(text + "\r\n", StandardCharsets.ISO_8859_1);
        ParseResult result = new RequestParser(LIMITS).parse(bytes, head);
        if (result != ParseResult.COMPLETE) {
            throw new IllegalArgumentException(text + ": " + result + " " + head.refusal());
        }
        return head;
    }
}
