package io.waybill.admin;

import io.waybill.control.ChangeResult;
import io.waybill.control.ReloadResult;
import io.waybill.control.Reloader;
import io.waybill.control.ServerChange;
import io.waybill.control.Servers;
import io.waybill.pool.ServerId;
import java.util.concurrent.CompletableFuture;

/** Port: what the admin listener can have done. Called on the admin thread; never blocks. */
public interface Operations {

    /** Changes state or weight of a server. */
    CompletableFuture<ChangeResult> change(ServerId server, ServerChange change, String by);

    /** Adds a server, or moves one that was added. */
    CompletableFuture<ChangeResult> put(ServerId server, String address, ServerChange change, String by);

    /** Removes a server. */
    CompletableFuture<ChangeResult> remove(ServerId server, String reason, String by);

    /** Makes the configuration file the one that serves. */
    CompletableFuture<ReloadResult> reload(String cause);

    /** What a reload of the file would do. */
    CompletableFuture<ReloadResult> dryRun();

    /** What a reload would do if the file had this text. */
    CompletableFuture<ReloadResult> dryRun(String text);

    /** What the control plane does. */
    static Operations of(Servers servers, Reloader reloader) {
        return new ControlPlane(servers, reloader);
    }
}
