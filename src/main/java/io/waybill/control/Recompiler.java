package io.waybill.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Port: brings servers in and out by a new snapshot. Called on the control thread. */
public interface Recompiler {

    /**
     * Compiles the configuration that serves now under the overrides that hold now, and makes it live.
     *
     * @return completed, on any thread, with what stands against it, such as names that do not resolve; the snapshot of
     *     before then still serves. Empty when it is live
     */
    CompletableFuture<List<String>> recompile();
}
