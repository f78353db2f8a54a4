package io.waybill.admin;

/** Where a Waybill process stands between its start and its end. */
public enum LifePhase {
    /** Not all listeners are bound yet. */
    STARTING,
    /** Every listener takes connections. */
    SERVING,
    /** The listeners are closed; exchanges that run are finished. */
    DRAINING
}
