package io.waybill.health;

/**
 * A server that is asked by HTTP. Immutable.
 *
 * @param shadow where
 * @param request what is asked
 * @param expectation what must be answered
 */
record HttpTarget(Shadow shadow, CheckRequest request, Expectation expectation) {}
