package io.waybill.frontend;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.waybill.net.Deadline;
import io.waybill.net.DeadlineWheel;
import java.util.concurrent.TimeUnit;

/**
 * Finds out that a client has asked for much and opens no window to take it, so that servers and memory are kept busy by
 * nothing. Slow streams are fine, and so is a client that takes some of what it asked for: only when many streams wait at
 * once, and next to nothing was taken for a while, it is told. Looks again from time to time while there are streams.
 * Belongs to an {@link Http2ClientConnection}. Confined to one event loop.
 */
final class StalledWindows implements Deadline.Expiry {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How often in a row it must look so. */
    private static final int LOOKS = 2;

    /** Bytes between two looks that count as taking nothing. */
    private static final int NEXT_TO_NOTHING = 4096;

    private final Http2Connection connection;
    private final Http2RemoteFlowController flow;
    private final DeadlineWheel deadlines;
    private final int many;
    private final Runnable stalled;
    private final Deadline deadline = new Deadline(this);
    private long bytes;
    private int looks;

    /**
     * @param mostStreams that the client may have open at once; half of them are many
     * @param stalled is run when it is found out
     */
    StalledWindows(Http2Connection connection, DeadlineWheel deadlines, int mostStreams, Runnable stalled) {
        this.connection = connection;
        this.flow = connection.remote().flowController();
        this.deadlines = deadlines;
        this.many = (mostStreams + 1) / 2;
        this.stalled = stalled;
    }

    /** A stream has begun. */
    void watch() {
        if (!deadline.isSet()) {
            deadlines.set(deadline, System.nanoTime() + LOOK_NANOS);
        }
    }

    /** The client has opened a window for these bytes of a body. */
    void taken(int count) {
        bytes += count;
    }

    @Override
    public void deadlineReached(long nowNanos) {
        boolean stands = bytes < NEXT_TO_NOTHING && waiting() >= many;
        looks = stands ? looks + 1 : 0;
        bytes = 0;
        if (looks == LOOKS) {
            stalled.run();
        } else if (connection.numActiveStreams() > 0) {
            watch();
        }
    }

    private int waiting() {
        int[] count = {0};
        try {
            connection.forEachActiveStream(stream -> {
                count[0] += flow.hasFlowControlled(stream) ? 1 : 0;
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return count[0];
    }

    void stop() {
        deadlines.cancel(deadline);
    }
}
