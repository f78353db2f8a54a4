package io.waybill.admin;

import io.waybill.control.ChangeResult;
import io.waybill.control.ReloadResult;
import io.waybill.control.Reloader;
import io.waybill.control.ServerChange;
import io.waybill.control.Servers;
import io.waybill.pool.ServerId;
import java.util.concurrent.CompletableFuture;

/** Has the control plane do what the operator wants. Immutable. */
record ControlPlane(Servers servers, Reloader reloader) implements Operations {

    @Override
    public CompletableFuture<ChangeResult> change(ServerId server, ServerChange change, String by) {
        return servers.change(server, change, by);
    }

    @Override
    public CompletableFuture<ChangeResult> put(ServerId server, String address, ServerChange change, String by) {
        return servers.put(server, address, change, by);
    }

    @Override
    public CompletableFuture<ChangeResult> remove(ServerId server, String reason, String by) {
        return servers.remove(server, reason, by);
    }

    @Override
    public CompletableFuture<ReloadResult> reload(String cause) {
        return reloader.reload(cause);
    }

    @Override
    public CompletableFuture<ReloadResult> dryRun() {
        return reloader.dryRun();
    }

    @Override
    public CompletableFuture<ReloadResult> dryRun(String text) {
        return reloader.dryRun(text);
    }
}
