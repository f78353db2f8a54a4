package io.waybill.control;

import java.util.concurrent.CompletableFuture;

/** Makes the configuration file the one that serves. Safe from any thread. */
public final class Reloader {

    /** @param cause for the log: {@code watch}, {@code signal}, {@code request} and who asked */
    public CompletableFuture<ReloadResult> reload(String cause) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    /** What a reload of the file would do. */
    public CompletableFuture<ReloadResult> dryRun() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    /** What a reload would do if the file had this text. */
    public CompletableFuture<ReloadResult> dryRun(String text) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }
}
