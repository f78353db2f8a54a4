package io.waybill.exchange;

import io.waybill.net.Deadline;
import io.waybill.net.DeadlineWheel;
import io.waybill.pool.PoolSettings;
import org.jspecify.annotations.Nullable;

/**
 * How long an exchange still waits: for the step it is in, and in total. One entry in the loop's wheel at most. Confined
 * to one event loop.
 */
final class ExchangeTimer implements Deadline.Expiry {

    private final Exchange exchange;
    private final DeadlineWheel wheel;
    private final Deadline deadline = new Deadline(this);

    private @Nullable Failure whenLate;
    private long stepNanos;
    private long stepEndsNanos;
    private long totalEndsNanos;
    private boolean totalIsSet;

    ExchangeTimer(Exchange exchange, DeadlineWheel wheel) {
        this.exchange = exchange;
        this.wheel = wheel;
    }

    /** Sets when the whole exchange has to be over, {@code nanos} from now; 0 for as long as it takes. */
    void total(long nanos, long nowNanos) {
        if (nanos > 0) {
            totalEndsNanos = nowNanos + nanos;
            totalIsSet = true;
            wheel.set(deadline, totalEndsNanos);
        }
    }

    /** Waits for the next step, {@code nanos} from now; 0 for as long as it takes. */
    void expect(Failure failureWhenLate, long nanos, long nowNanos) {
        whenLate = failureWhenLate;
        stepNanos = nanos;
        progressed(nowNanos);
    }

    /** Waits for the server's answer: from the end of the request; while its body flows only standing still counts. */
    void expectAnswer(PoolSettings settings, boolean requestComplete, long nowNanos) {
        if (requestComplete) {
            expect(Failure.FIRST_BYTE_TIMEOUT, settings.firstByteNanos(), nowNanos);
        } else {
            expect(Failure.CLIENT_IDLE, settings.idleNanos(), nowNanos);
        }
    }

    /** Waits for bytes of either side. */
    void expectData(PoolSettings settings, boolean inTunnel, long nowNanos) {
        if (inTunnel) {
            expect(Failure.TUNNEL_IDLE, settings.tunnelNanos(), nowNanos);
        } else {
            expect(Failure.SERVER_IDLE, settings.idleNanos(), nowNanos);
        }
    }

    /** The step that was waited for is given up: only the total time still counts. */
    void expectNothing(long nowNanos) {
        whenLate = null;
        stepNanos = 0;
        progressed(nowNanos);
    }

    /** Something moved: the step's time starts again. */
    void progressed(long nowNanos) {
        if (stepNanos > 0) {
            stepEndsNanos = nowNanos + stepNanos;
            wheel.set(deadline, totalIsSet && totalEndsNanos - stepEndsNanos < 0 ? totalEndsNanos : stepEndsNanos);
        } else if (totalIsSet) {
            wheel.set(deadline, totalEndsNanos);
        } else {
            wheel.cancel(deadline);
        }
    }

    /** Waits for nothing any more. */
    void stop() {
        whenLate = null;
        wheel.cancel(deadline);
    }

    @Override
    public void deadlineReached(long nowNanos) {
        Failure late = whenLate;
        if (totalIsSet && nowNanos - totalEndsNanos >= 0) {
            totalIsSet = false; // what is said to the client about it has time of its own
            exchange.onTimeout(Failure.TOTAL_TIMEOUT);
        } else if (late != null && stepNanos > 0 && nowNanos - stepEndsNanos >= 0) {
            exchange.onTimeout(late);
        } else {
            progressed(nowNanos);
        }
    }
}
