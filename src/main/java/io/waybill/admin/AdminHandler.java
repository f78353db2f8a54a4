package io.waybill.admin;

import io.netty.buffer.Unpooled;
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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other: the next one is read when the answer before it was taken
 * whole, so that a client that asks and does not listen costs one answer of memory. Confined to one event loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final String ALLOWED_METHODS = "GET, HEAD";

    private final AdminRouter router;
    private final HostRule hosts;
    private final ConnectionDeadline deadline;

    AdminHandler(AdminRouter router, HostRule hosts, ConnectionDeadline deadline) {
        this.router = router;
        this.hosts = hosts;
        this.deadline = deadline;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.read();
        ctx.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean readable = request.decoderResult().isSuccess();
        boolean keepAlive = readable && HttpUtil.isKeepAlive(request);
        Answer answer = readable ? answer(ctx, request) : Answer.text(400, "the request is malformed\n");
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body().getBytes(StandardCharsets.UTF_8)));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        if (answer.status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
            response.headers().set(HttpHeaderNames.ALLOW, ALLOWED_METHODS);
        }
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), keepAlive);
        ctx.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess() || !keepAlive) {
                var unused = ctx.close();
                return;
            }
            deadline.answered(ctx);
            // In a task of its own: a read from within a read gets lost in FlowControlHandler, and with it the next
            // request.
            ctx.executor().execute(ctx::read);
        });
    }

    private Answer answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        List<String> hostFields = request.headers().getAll(HttpHeaderNames.HOST);
        if (!hosts.allows(hostFields, request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            return Answer.text(
                    403, "Host: found " + hostFields + ", expected one of " + hosts.names() + " with any port\n");
        }
        AdminRequest asked;
        try {
            asked = AdminRequest.of(request.uri(), Addresses.text((InetSocketAddress)
                    ctx.channel().parent().localAddress()));
        } catch (IllegalArgumentException broken) {
            return Answer.text(400, "the request target is malformed\n");
        }
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        try {
            return reads ? router.answer(asked) : router.refuse(asked, ALLOWED_METHODS);
        } catch (RuntimeException bug) {
            LOG.error("admin page failed: target={}", request.uri(), bug);
            return Answer.text(500, "Waybill failed to make this page; this is a bug, its log says more\n");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug(
                    "admin connection failed: peer={} reason={}", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.error("admin connection failed: peer={}", ctx.channel().remoteAddress(), cause);
        }
        var unused = ctx.close();
    }
}
