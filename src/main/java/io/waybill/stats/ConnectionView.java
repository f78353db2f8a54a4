package io.waybill.stats;

/**
 * A copy of the connection counters of a listener or server.
 *
 * @param open stand at this moment
 * @param idle of the open ones, wait for a request
 * @param opened since the start
 * @param reused times an idle connection was taken for another request
 * @param failed times a connection could not be made
 * @param refused connections turned away because of a limit
 */
public record ConnectionView(long open, long idle, long opened, long reused, long failed, long refused) {

    /** Of no connection at all. */
    public static final ConnectionView NONE = new ConnectionView(0, 0, 0, 0, 0, 0);

    /** Open and not idle. */
    public long inUse() {
        return open - idle;
    }

    /** Both together. */
    public ConnectionView plus(ConnectionView other) {
        return new ConnectionView(
                open + other.open,
                idle + other.idle,
                opened + other.opened,
                reused + other.reused,
                failed + other.failed,
                refused + other.refused);
    }
}
