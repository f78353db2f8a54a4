package io.waybill.admin;

import io.waybill.pool.Pool;
import java.util.List;

/** Port: what the admin listener shows, given by who puts Waybill together. Called on the admin thread; never blocks. */
public interface StatsSource {

    /** The process; the same for all its life. */
    ProcessFacts process();

    /** Transport and loops; the same for all the life of the process. */
    RuntimeFacts runtime();

    /** The configuration that serves, and what became of the last attempt to change it. */
    ConfigFacts config();

    AccessLogFacts accessLog();

    LifePhase phase();

    /** In the order of the configuration. */
    List<ListenerFacts> listeners();

    /** Of the snapshot that serves, in the order of the configuration. */
    List<Pool> pools();

    /** All metrics in the text format of Prometheus; the first call may take a while. */
    String metrics();
}
