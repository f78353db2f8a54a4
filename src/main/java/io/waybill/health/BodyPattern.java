package io.waybill.health;

import java.util.regex.Pattern;

/**
 * A regular expression that is to be found in the body of an answer. It may read only so much: one that goes back and forth
 * without end would hold up the checks of all servers. Immutable.
 */
final class BodyPattern {

    /** Characters that may be read for one answer, some 10 ms' worth; an honest expression reads each a few times. */
    static final int MOST_STEPS = 2_000_000;

    private final Pattern pattern;

    BodyPattern(String expression) {
        this.pattern = Pattern.compile(expression);
    }

    /** Why the body does not pass; empty if it does. */
    String objection(String body) {
        try {
            return pattern.matcher(new Bounded(body)).find() ? "" : "body without /" + pattern + "/";
        } catch (StepsExceeded | StackOverflowError tooMuch) {
            // An expression such as (a|b)* goes one call deeper with every character.
            return "body too costly to search for /" + pattern + "/";
        }
    }

    @Override
    public String toString() {
        return pattern.toString();
    }

    /** Counts the characters that are read. Used once. */
    private static final class Bounded implements CharSequence {

        private final String text;
        private int stepsLeft = MOST_STEPS;

        Bounded(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--stepsLeft < 0) {
                throw new StepsExceeded();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Without a stack trace: it may happen on every check. */
    private static final class StepsExceeded extends RuntimeException {

        private static final long serialVersionUID = 1;

        StepsExceeded() {
            super("a regular expression read too much of a body", null, false, false);
        }
    }
}
