package io.waybill.config;

/** A file that the configuration names does not hold what it should, in the words of a {@link Problem}. */
final class Unfit extends Exception {

    private final String found;
    private final String expected;
    private final String remedy;

    Unfit(String found, String expected, String remedy) {
        super(found, null, false, false);
        this.found = found;
        this.expected = expected;
        this.remedy = remedy;
    }

    /** Reports it where the file is named. */
    void at(Value value) {
        value.wrong(found, expected, remedy);
    }
}
