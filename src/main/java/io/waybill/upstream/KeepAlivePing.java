package io.waybill.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.waybill.net.Deadline;
import io.waybill.net.DeadlineWheel;
import java.time.Duration;

/**
 * Asks a server that is silent although streams are open on its connection whether it is there (RFC 9113, section 6.7). If
 * nothing at all comes back, the connection is dead, though nobody has said so. Confined to one event loop.
 */
final class KeepAlivePing implements Deadline.Expiry {

    private final Http2Connection connection;
    private final DeadlineWheel deadlines;
    private final long silenceNanos;
    private final long answerNanos;
    private final Deadline deadline = new Deadline(this);

    private long heardNanos = System.nanoTime();
    private long askedNanos;
    private boolean asked;
    private long asks;

    /**
     * Waits until it is told to watch.
     *
     * @param silence after which it asks; zero for never
     * @param answerNanos how long an answer may take
     */
    KeepAlivePing(Http2Connection connection, DeadlineWheel deadlines, Duration silence, long answerNanos) {
        this.connection = connection;
        this.deadlines = deadlines;
        this.silenceNanos = silence.toNanos();
        this.answerNanos = answerNanos;
    }

    /** A stream was opened where there was none. */
    void watch() {
        if (silenceNanos > 0 && !deadline.isSet()) {
            // The silence of before does not count: nothing was asked.
            heardNanos = System.nanoTime();
            asked = false;
            deadlines.set(deadline, heardNanos + silenceNanos);
        }
    }

    /** Something came from the server. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    void stop() {
        deadlines.cancel(deadline);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        if (connection.isIdle()) {
            return;
        }
        if (asked && heardNanos - askedNanos < 0) {
            connection.isDead();
            return;
        }
        asked = nowNanos - heardNanos >= silenceNanos;
        if (asked) {
            askedNanos = nowNanos;
            ChannelHandlerContext ctx = connection.context();
            connection.encoder().writePing(ctx, false, ++asks, ctx.newPromise());
            ctx.flush();
        }
        deadlines.set(deadline, asked ? nowNanos + answerNanos : heardNanos + silenceNanos);
    }
}
