package io.waybill.health;

/**
 * A server that is asked over HTTP. Immutable.
 *
 * @param shadow where
 * @param question what is asked, and what must be answered
 */
record HttpTarget(Shadow shadow, Question question) {}
