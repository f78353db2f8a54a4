package io.waybill.admin;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client is slow in sending a request or in taking the answer: one deadline from the first
 * byte of the one to the last byte of the other, however many small steps there are in between. Confined to one event
 * loop.
 */
final class ConnectionDeadline extends ChannelDuplexHandler {

    private final AdminLimits limits;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean busy = true;

    ConnectionDeadline(AdminLimits limits) {
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        schedule(ctx, limits.exchange().toNanos());
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!busy) {
            busy = true;
            schedule(ctx, limits.exchange().toNanos());
        }
        ctx.fireChannelRead(message);
    }

    /** The request is whole, and what it asks for takes a while, which is not the client's fault. */
    void working(ChannelHandlerContext ctx) {
        schedule(ctx, limits.work().toNanos());
    }

    /** The answer goes out now. */
    void answering(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            schedule(ctx, limits.exchange().toNanos());
        }
    }

    /** The answer was taken whole; the next request may come. */
    void answered(ChannelHandlerContext ctx) {
        busy = false;
        if (!ctx.channel().isActive()) {
            return;
        }
        schedule(ctx, limits.keepAlive().toNanos());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cancel();
        ctx.fireChannelInactive();
    }

    private void schedule(ChannelHandlerContext ctx, long nanos) {
        cancel();
        deadline = ctx.executor().schedule(() -> cut(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private static void cut(ChannelHandlerContext ctx) {
        var unused = ctx.close();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
