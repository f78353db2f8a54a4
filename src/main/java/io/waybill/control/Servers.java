package io.waybill.control;

import io.waybill.pool.ServerId;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Servers in and out at run time. Safe from any thread. */
public final class Servers {

    /** Changes state or weight of a server. */
    public CompletableFuture<ChangeResult> change(ServerId server, ServerChange change, String by) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    /** Adds a server, or moves one that was added. */
    public CompletableFuture<ChangeResult> put(ServerId server, String address, ServerChange change, String by) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    /** Removes a server, configured or added. */
    public CompletableFuture<ChangeResult> remove(ServerId server, String reason, String by) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    /** All that hold now, the oldest first. */
    public List<ServerOverride> overrides() {
        return List.of();
    }
}
