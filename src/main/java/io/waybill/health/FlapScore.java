package io.waybill.health;

/**
 * How restless a server is: how many of its last {@value #PROBES} checks ended otherwise than the one before, as a
 * percentage of all that could have; a change counts the more, the newer it is. Pure functions.
 */
final class FlapScore {

    /** Checks that are looked at. */
    static final int PROBES = 21;

    /** From here on a server is called flapping. */
    static final int BEGINS_PERCENT = 50;

    /** Below this it is called so no more. */
    static final int ENDS_PERCENT = 25;

    private static final int CHANGES = PROBES - 1;
    private static final double OLDEST_WEIGHT = 0.8;
    private static final double NEWEST_WEIGHT = 1.2;

    private FlapScore() {}

    /**
     * 0 to 100.
     *
     * @param passed whether each check passed, one bit each, the newest in the lowest bit
     * @param count how many checks there are; fewer than {@value #PROBES} leave out the oldest, as if nothing had changed
     */
    static int percent(int passed, int count) {
        double sum = 0;
        for (int age = 0; age < Math.min(count, PROBES) - 1; age++) {
            boolean changed = (passed >> age & 1) != (passed >> (age + 1) & 1);
            sum += changed ? weight(age) : 0;
        }
        return (int) Math.round(100 * sum / CHANGES);
    }

    /** Of the change that is {@code age} changes old; all of them sum up to their number. */
    private static double weight(int age) {
        return NEWEST_WEIGHT - (NEWEST_WEIGHT - OLDEST_WEIGHT) * age / (CHANGES - 1);
    }

    /** Whether a server is flapping; {@code before}, it was or was not. */
    static boolean isFlapping(boolean before, int percent) {
        return percent >= (before ? ENDS_PERCENT : BEGINS_PERCENT);
    }
}
