package io.waybill.accesslog;

import io.waybill.exchange.ExchangeListener;
import io.waybill.exchange.ExchangeRecord;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The access log as one event loop sees it: builds lines into a buffer of its own and hands full buffers over to the
 * writer's thread. Its few buffers form a ring: {@code handedOver} moves when the loop has filled one, {@code written}
 * when the writer has emptied one; between the two they are the writer's, all others are the loop's. No lock and no
 * waiting: if the writer has them all, lines are dropped and counted.
 *
 * <p>The loop calls {@link #flushIfDue} from its periodic tick. Confined to one event loop, except what says otherwise.
 */
public final class LoopAccessLog implements ExchangeListener {

    static final int BUFFERS = 4;
    static final int BUFFER_BYTES = 64 * 1024;

    private static final long MOST_DELAY_NANOS = 100_000_000;

    private final LineFormat format;
    private final LogWriter writer;
    private final Line[] ring = new Line[BUFFERS];
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private long lastFlushNanos;

    LoopAccessLog(LineFormat format, LogWriter writer) {
        this.format = format;
        this.writer = writer;
        for (int i = 0; i < BUFFERS; i++) {
            ring[i] = new Line(BUFFER_BYTES);
        }
    }

    @Override
    public void finished(ExchangeRecord exchange) {
        if (isFull()) {
            dropped.setOpaque(dropped.getPlain() + 1);
            return;
        }
        Line buffer = ring[(int) (handedOver.getPlain() % BUFFERS)];
        format.write(exchange, System.currentTimeMillis(), buffer);
        if (!buffer.hasRoom()) {
            flush();
        }
    }

    /** Hands over what was logged if the last time was a while ago; to be called about ten times a second. */
    public void flushIfDue(long nowNanos) {
        if (nowNanos - lastFlushNanos >= MOST_DELAY_NANOS) {
            lastFlushNanos = nowNanos;
            flush();
        }
    }

    /** Hands over what was logged. */
    public void flush() {
        long position = handedOver.getPlain();
        if (!isFull() && ring[(int) (position % BUFFERS)].length() > 0) {
            handedOver.setRelease(position + 1);
            writer.wake();
        }
    }

    private boolean isFull() {
        return handedOver.getPlain() - written.getAcquire() >= BUFFERS;
    }

    /** By the writer's thread: the oldest buffer handed over is written and the loop's again. False if there is none. */
    boolean writeNext(LogWriter.Destination destination) {
        long position = written.getPlain();
        if (position == handedOver.getAcquire()) {
            return false;
        }
        Line buffer = ring[(int) (position % BUFFERS)];
        destination.write(buffer);
        buffer.clear();
        written.setRelease(position + 1);
        return true;
    }

    /** Lines dropped because the writer did not keep up. From any thread. */
    long dropped() {
        return dropped.getOpaque();
    }
}
