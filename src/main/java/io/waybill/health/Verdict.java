package io.waybill.health;

/**
 * What one check found. Immutable.
 *
 * @param code how it ended
 * @param status of the answer; 0 if there was none
 * @param text what a person should know beyond the code; may be empty
 */
record Verdict(CheckCode code, int status, String text) {}
