package io.waybill.exchange;

/** Where an exchange stands. Every legal move is in {@link #canMoveTo}; there is no other. */
enum Phase {
    /** No server chosen yet, or the last attempt failed and another one may follow. */
    PICKING('R'),
    /** Waiting for a connection to the chosen server. */
    CONNECTING('C'),
    /** The request is on its way; no response head yet, so that another attempt is still possible. */
    FORWARDING('H'),
    /** The client has been sent a response head, of a server or of Waybill itself. */
    RESPONDING('D'),
    /** The protocol was switched: bytes flow both ways until either side closes. */
    TUNNELLING('D'),
    /** The response is complete, all that is missing is that the client takes its last bytes. */
    DRAINING('L'),
    /** The response was written or the exchange was abandoned. Terminal. */
    FINISHED('-');

    private final char letter;

    Phase(char letter) {
        this.letter = letter;
    }

    /** Second letter of the termination code of an exchange that ends here. */
    char letter() {
        return letter;
    }

    /**
     * The next phase.
     *
     * @throws IllegalStateException if there is no such move, which is a fault of ours
     */
    Phase to(Phase next) {
        if (!canMoveTo(next)) {
            throw new IllegalStateException(this + " cannot move to " + next);
        }
        return next;
    }

    /** Whether the client has been sent a response head, so that no other one may follow. */
    boolean isAnswered() {
        return switch (this) {
            case PICKING, CONNECTING, FORWARDING -> false;
            case RESPONDING, TUNNELLING, DRAINING, FINISHED -> true;
        };
    }

    private boolean canMoveTo(Phase next) {
        return switch (this) {
            case PICKING -> next == CONNECTING || next == RESPONDING || next == FINISHED;
            case CONNECTING -> next == FORWARDING || next == PICKING || next == RESPONDING || next == FINISHED;
            case FORWARDING -> next == PICKING || next == RESPONDING || next == TUNNELLING || next == FINISHED;
            case RESPONDING -> next == DRAINING || next == FINISHED;
            case TUNNELLING -> next == DRAINING || next == FINISHED;
            case DRAINING -> next == FINISHED;
            case FINISHED -> false;
        };
    }
}
