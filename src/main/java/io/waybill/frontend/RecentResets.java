package io.waybill.frontend;

/**
 * The streams of one connection that were reset last. What a client sent on one of them before it could know is passed
 * over, instead of being called wrong. Confined to one event loop.
 */
final class RecentResets {

    /** As many as a client may have open at once, by default, leave some frames behind. Power of two. */
    private static final int KEPT = 128;

    private final int[] streams = new int[KEPT];
    private int next;

    void add(int stream) {
        streams[next++ & (KEPT - 1)] = stream;
    }

    boolean contains(int stream) {
        for (int reset : streams) {
            if (reset == stream) {
                return true;
            }
        }
        return false;
    }
}
