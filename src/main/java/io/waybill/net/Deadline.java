package io.waybill.net;

import org.jspecify.annotations.Nullable;

/**
 * One point in time at which its owner is told, unless it is moved or cancelled before. Owned by whoever made it; set
 * and cancelled through the {@link DeadlineWheel} of the owner's loop. Confined to one event loop.
 */
public final class Deadline {

    /** Called on the loop, once per deadline set; it may set the same deadline again. */
    public interface Expiry {
        void deadlineReached(long nowNanos);
    }

    final Expiry owner;
    long deadlineNanos;

    /** When the bucket it is linked in comes up; never later than the deadline. */
    long visitNanos;

    @Nullable
    Deadline previous;

    @Nullable
    Deadline next;

    public Deadline(Expiry owner) {
        this.owner = owner;
    }

    public boolean isSet() {
        return previous != null;
    }
}
