package io.waybill.admin;

import io.waybill.control.ServerOverride;
import io.waybill.health.CheckView;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** What is known of the checks of a server; null if it is not checked. */
    @Nullable
    CheckView checks(Server server);

    /** What operators changed at run time, the oldest first. */
    List<ServerOverride> overrides();

    /** All metrics in the text format of Prometheus; the first call may take a while. */
    String metrics();
}
