package io.waybill.frontend;

import io.waybill.net.Deadline;
import io.waybill.net.DeadlineWheel;
import java.util.concurrent.TimeUnit;

/**
 * How an HTTP/2 connection ends without losing a request (RFC 9113, section 6.8). First the client is asked to open no
 * more streams; when what it sent before it could know has arrived, it is told which stream is the last one that counts;
 * when the last stream is over, so is the connection. Confined to one event loop.
 */
final class Http2Leaving implements Deadline.Expiry {

    /** A client that does not say that it has read our wish within this time is not waited for. */
    private static final long ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum State {
        STAYING,
        /** The client was asked to go. */
        ASKED,
        /** The client knows which stream is the last. */
        LAST_STREAM_KNOWN,
        CLOSED
    }

    private final Http2ClientConnection connection;
    private final DeadlineWheel deadlines;
    private final Deadline deadline = new Deadline(this);
    private State state = State.STAYING;

    Http2Leaving(Http2ClientConnection connection, DeadlineWheel deadlines) {
        this.connection = connection;
        this.deadlines = deadlines;
    }

    /** The connection ends when it is this old; zero for never. */
    void after(long nanos) {
        if (nanos > 0) {
            deadlines.set(deadline, System.nanoTime() + nanos);
        }
    }

    /** Asks the client to go. */
    void begin() {
        if (state == State.STAYING) {
            state = State.ASKED;
            connection.goAway(Integer.MAX_VALUE);
            connection.ping();
            deadlines.set(deadline, System.nanoTime() + ARRIVAL_NANOS);
        }
    }

    /** The client has read what was written before, and what it sent before that has arrived. */
    void pingAnswered() {
        if (state == State.ASKED) {
            now();
        }
    }

    /** Takes up no stream from here on, and closes when those that run are over. */
    void now() {
        if (state == State.STAYING || state == State.ASKED) {
            state = State.LAST_STREAM_KNOWN;
            deadlines.cancel(deadline);
            connection.goAway(connection.connection().remote().lastStreamCreated());
            if (!connection.hasStreams()) {
                noStreams();
            }
        }
    }

    /** The last stream is over. */
    void noStreams() {
        if (state == State.LAST_STREAM_KNOWN) {
            state = State.CLOSED;
            connection.linger();
        }
    }

    @Override
    public void deadlineReached(long nowNanos) {
        if (state == State.STAYING) {
            begin();
        } else {
            now();
        }
    }

    void stop() {
        deadlines.cancel(deadline);
    }
}
