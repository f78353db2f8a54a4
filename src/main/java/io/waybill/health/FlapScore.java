package io.waybill.health;

/** How restless a server is. */
final class FlapScore {

    static final int PROBES = 21;
}
