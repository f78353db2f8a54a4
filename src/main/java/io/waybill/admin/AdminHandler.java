package io.waybill.admin;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other: the next one is read when the answer before it was taken
 * whole, so that a client that asks and does not listen costs one answer of memory. Confined to one event loop.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final Reception reception;
    private final ConnectionDeadline deadline;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean busy;

    AdminHandler(Reception reception, ConnectionDeadline deadline) {
        this.reception = reception;
        this.deadline = deadline;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (busy) {
            // What one read brought: reading has stopped, so no more than that ever waits.
            waiting.add(request.retain());
        } else {
            respond(ctx, request);
        }
    }

    private void respond(ChannelHandlerContext ctx, FullHttpRequest request) {
        busy = true;
        ctx.channel().config().setAutoRead(false);
        if (!request.decoderResult().isSuccess()) {
            refuse(ctx, request);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpVersion version = request.protocolVersion();
        CompletableFuture<Answer> answer = reception.answer(request, peers(ctx), ctx.executor());
        if (answer.isDone()) {
            send(ctx, response(answer.join(), version, keepAlive), keepAlive);
            return;
        }
        deadline.working(ctx);
        // It may come from another thread, long after the client has left: then the write fails, which ends it.
        var unused = answer.thenAcceptAsync(
                it -> {
                    deadline.answering(ctx);
                    send(ctx, response(it, version, keepAlive), keepAlive);
                },
                ctx.executor());
    }

    private static Reception.Peers peers(ChannelHandlerContext ctx) {
        return new Reception.Peers(
                Addresses.text((InetSocketAddress) ctx.channel().remoteAddress()),
                Addresses.text((InetSocketAddress) ctx.channel().parent().localAddress()));
    }

    private static DefaultFullHttpResponse response(Answer answer, HttpVersion version, boolean keepAlive) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body().getBytes(StandardCharsets.UTF_8)));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        answer.fields().forEach(response.headers()::set);
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response.headers(), version, keepAlive);
        return response;
    }

    private void send(ChannelHandlerContext ctx, DefaultFullHttpResponse response, boolean keepAlive) {
        ctx.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess() || !keepAlive) {
                var unused = ctx.close();
                return;
            }
            // In a task of its own: a read that is asked for from within a read may get lost.
            ctx.executor().execute(() -> next(ctx));
        });
    }

    /** Answers what cannot be read to its end, and ends the connection. */
    private static void refuse(ChannelHandlerContext ctx, FullHttpRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLarge = cause instanceof TooLongHttpContentException;
        String sentence = tooLarge ? String.valueOf(cause.getMessage()) : "the request is malformed";
        boolean asText = !tooLarge || Reception.reads(request);
        Answer answer = Answer.error(tooLarge ? 413 : 400, sentence, asText);
        ctx.writeAndFlush(response(answer, request.protocolVersion(), false)).addListener(written -> {
            if (tooLarge && ctx.channel() instanceof DuplexChannel channel) {
                // Keep the connection open until the client has stopped sending: its next bytes would be answered with
                // a reset, and that would take away the answer. ConnectionDeadline ends it in any case.
                var unused = channel.shutdownOutput();
                channel.config().setAutoRead(true);
            } else {
                var unused = ctx.close();
            }
        });
    }

    private void next(ChannelHandlerContext ctx) {
        FullHttpRequest request = waiting.poll();
        if (request == null) {
            busy = false;
            deadline.answered(ctx);
            ctx.channel().config().setAutoRead(true);
            return;
        }
        try {
            respond(ctx, request);
        } finally {
            request.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that leaves in the middle of a request is no bug.
        if (cause instanceof IOException || cause instanceof CodecException) {
            LOG.debug(
                    "admin connection failed: peer={} reason={}", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.error("admin connection failed: peer={}", ctx.channel().remoteAddress(), cause);
        }
        var unused = ctx.close();
    }
}
