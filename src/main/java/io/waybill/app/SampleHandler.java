package io.waybill.app;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a sample server answers on one connection. Confined to one event loop. */
final class SampleHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final String REQUEST_ID = "X-Unique-Request-Id";
    private static final int MAX_DIGITS = 4;

    private final String name;
    private final Consumer<Duration> goAway;

    /** @param goAway called when the server is asked to go away for that long */
    SampleHandler(String name, Consumer<Duration> goAway) {
        this.name = name;
        this.goAway = goAway;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            write(ctx, request, HttpResponseStatus.BAD_REQUEST, "malformed\n").addListener(ChannelFutureListener.CLOSE);
            return;
        }
        QueryStringDecoder target = new QueryStringDecoder(request.uri());
        if (request.method().equals(HttpMethod.POST) && target.path().equals("/down")) {
            down(
                    ctx,
                    request,
                    target.parameters().getOrDefault("for", List.of("10s")).get(0));
            return;
        }
        String id = request.headers().get(REQUEST_ID);
        String said = "hello from " + name + ", " + (id == null ? "no request ID" : "request " + id) + "\n";
        ChannelFuture written = write(ctx, request, HttpResponseStatus.OK, said);
        if (!HttpUtil.isKeepAlive(request)) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void down(ChannelHandlerContext ctx, FullHttpRequest request, String text) {
        Duration time = duration(text);
        if (time == null) {
            var unused = write(
                    ctx, request, HttpResponseStatus.BAD_REQUEST, "for: found " + text + ", expected seconds: 10s\n");
            return;
        }
        write(ctx, request, HttpResponseStatus.OK, name + " goes away for " + time.toSeconds() + " seconds\n")
                .addListener(written -> goAway.accept(time));
    }

    private static @Nullable Duration duration(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MAX_DIGITS || !text.endsWith("s")) {
            return null;
        }
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        return Duration.ofSeconds(Integer.parseInt(text.substring(0, digits)));
    }

    private static ChannelFuture write(
            ChannelHandlerContext ctx, FullHttpRequest request, HttpResponseStatus status, String body) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), HttpUtil.isKeepAlive(request));
        return ctx.writeAndFlush(response);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        var unused = ctx.close();
    }
}
