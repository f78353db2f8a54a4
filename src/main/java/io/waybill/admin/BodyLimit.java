package io.waybill.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.util.ReferenceCountUtil;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests whole. One whose body is too large is passed on without its body and as broken; what comes after it is
 * thrown away, as its end is not waited for. Confined to one event loop.
 */
final class BodyLimit extends HttpObjectAggregator {

    private final ToIntFunction<HttpRequest> limits;
    private @Nullable HttpRequest head;
    private int limit;
    private long received;
    private boolean refused;

    /** @param limits how large the body of this request may be */
    BodyLimit(ToIntFunction<HttpRequest> limits) {
        super(Integer.MAX_VALUE);
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!refused && isTooMuch(message)) {
            refused = true;
            ctx.fireChannelRead(broken());
        }
        if (refused) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private boolean isTooMuch(Object message) {
        if (message instanceof HttpRequest begun) {
            head = begun;
            limit = limits.applyAsInt(begun);
            received = 0;
            if (begun.decoderResult().isSuccess() && HttpUtil.getContentLength(begun, 0L) > limit) {
                return true;
            }
        }
        if (message instanceof HttpContent content) {
            received += content.content().readableBytes();
        }
        return received > limit;
    }

    private DefaultFullHttpRequest broken() {
        HttpRequest of = head;
        if (of == null) {
            throw new IllegalStateException("a body without a head");
        }
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(of.protocolVersion(), of.method(), of.uri());
        request.headers().set(of.headers());
        request.setDecoderResult(DecoderResult.failure(
                new TooLongHttpContentException("the request body is larger than " + limit + " bytes")));
        return request;
    }
}
