package io.waybill.health;

/**
 * One check under way. It tells its verdict once, unless {@link #timeOut} or {@link #cancel} is called before. Confined
 * to one event loop.
 */
interface RunningProbe {

    /** Begins; the verdict may be told before this returns. */
    void begin();

    /** Gives up: the time is over. Nothing is told any more. */
    Verdict timeOut();

    /** Gives up: nobody wants to know any more. Nothing is told any more. */
    void cancel();
}
