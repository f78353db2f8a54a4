package io.waybill.pool;

/**
 * What checks found of a server: HAProxy's arithmetic, in which a server has up to {@code rise + fall - 1} points, every
 * passed check adds one and every failed check takes one. It is up from {@code rise} points on; when it gets there it has
 * all of them at once, and when it falls below it has none. Immutable.
 *
 * @param condition what follows for requests
 * @param points 0 to {@code rise + fall - 1}
 * @param rise checks passed in a row until a server is up
 * @param fall checks failed in a row until a server is down
 */
public record Health(Condition condition, int points, int rise, int fall) {

    /** Nobody checks the server: it is taken to be well. */
    public static final Health NO_CHECK = new Health(Condition.NO_CHECK, 1, 1, 1);

    /** What follows for requests. */
    public enum Condition {
        /** Nobody checks it: taken to be well. */
        NO_CHECK,
        /** No check is over yet: takes no request. */
        UNSEEN,
        UP,
        /** It asks for no new requests, but is well. HAProxy calls that NOLB. */
        DRAINED,
        DOWN
    }

    /** Of a server that takes nothing until one check has passed, and will be down as soon as one has failed. */
    public static Health unseen(int rise, int fall) {
        return new Health(Condition.UNSEEN, rise - 1, rise, fall);
    }

    /** Of a server that takes requests until one check has failed. */
    public static Health trusted(int rise, int fall) {
        return new Health(Condition.UP, rise, rise, fall);
    }

    /** After one more check. */
    public Health after(boolean passed) {
        return passed ? afterPass() : afterFailure();
    }

    private Health afterPass() {
        boolean up = points + 1 >= rise;
        return up
                ? new Health(Condition.UP, rise + fall - 1, rise, fall)
                : new Health(condition, points + 1, rise, fall);
    }

    private Health afterFailure() {
        boolean down = points - 1 < rise;
        return down ? new Health(Condition.DOWN, 0, rise, fall) : new Health(condition, points - 1, rise, fall);
    }

    /** After an answer that asks for no new requests: to one that is down it is one more failure. */
    public Health afterDrainAnswer() {
        return condition == Condition.DOWN
                ? afterFailure()
                : new Health(Condition.DRAINED, rise + fall - 1, rise, fall);
    }

    /** The same verdict under other thresholds; the points on the way to another verdict are lost. */
    public Health with(int newRise, int newFall) {
        if (newRise == rise && newFall == fall) {
            return this;
        }
        return switch (condition) {
            case NO_CHECK -> this;
            case UNSEEN -> unseen(newRise, newFall);
            case UP, DRAINED -> new Health(condition, newRise + newFall - 1, newRise, newFall);
            case DOWN -> new Health(condition, 0, newRise, newFall);
        };
    }

    /** Whether requests may go to the server. */
    public boolean isWell() {
        return condition == Condition.NO_CHECK || condition == Condition.UP;
    }

    /** Whether the next check may change the verdict, so that it should come soon. */
    public boolean isChanging() {
        return switch (condition) {
            case NO_CHECK -> false;
            case UNSEEN -> true;
            case UP, DRAINED -> points < rise + fall - 1;
            case DOWN -> points > 0;
        };
    }

    /**
     * In HAProxy's words, which operators' tools know: {@code no check}, {@code UP}, {@code UP 2/3}, {@code NOLB},
     * {@code DOWN 1/2} and so on.
     *
     * @param draining whether the operator drains the server: {@code DRAIN} then takes the place of {@code UP}
     */
    String word(boolean draining) {
        return switch (condition) {
            case NO_CHECK -> draining ? "DRAIN" : "no check";
            case UP -> running(draining ? "DRAIN" : "UP");
            case DRAINED -> running("NOLB");
            case UNSEEN, DOWN -> points == 0 ? "DOWN" : "DOWN " + points + "/" + rise;
        };
    }

    private String running(String word) {
        return isChanging() ? word + " " + (points - rise + 1) + "/" + fall : word;
    }
}
