package io.waybill.admin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.waybill.requestid.RequestIdGenerator;
import io.waybill.requestid.RequestIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Gives each request of a connection its ID, and puts the fields that every answer carries on it, also on those which
 * Netty's own handlers make: the ID, and that nothing of the operator's side is kept in a cache or taken for another type
 * than it says. Confined to one event loop.
 */
final class RequestFields extends ChannelDuplexHandler {

    private static final String REQUEST_ID = "X-Unique-Request-Id";

    private final RequestIdGenerator generator;

    /** Of requests that are not answered yet, in their order, which is that of the answers. */
    private final Queue<String> ids = new ArrayDeque<>();

    RequestFields(RequestIdGenerator generator) {
        this.generator = generator;
    }

    /** The ID of a request that has come through this handler. */
    static String id(HttpMessage request) {
        String id = request.headers().get(REQUEST_ID);
        return id == null ? "" : id;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            String id = taken(head.headers().getAll(REQUEST_ID));
            head.headers().set(REQUEST_ID, id);
            ids.add(id);
        }
        ctx.fireChannelRead(message);
    }

    private String taken(List<String> sent) {
        byte[] bytes = sent.size() == 1 ? sent.get(0).getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
        return RequestIds.isAcceptable(bytes, 0, bytes.length)
                ? sent.get(0)
                : new String(generator.next(), StandardCharsets.US_ASCII);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            response.headers()
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                    .set("X-Content-Type-Options", "nosniff");
            String id = ids.poll();
            if (id != null) {
                response.headers().set(REQUEST_ID, id);
            }
        }
        var unused = ctx.write(message, promise);
    }
}
