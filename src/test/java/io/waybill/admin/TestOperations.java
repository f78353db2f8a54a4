package io.waybill.admin;

import io.waybill.control.ChangeResult;
import io.waybill.control.ConfigDiff;
import io.waybill.control.ReloadResult;
import io.waybill.control.ServerChange;
import io.waybill.pool.ServerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** What the admin listener has done in a test: remembers what was wanted, and gives the results that the test sets. */
final class TestOperations implements Operations {

    /** What was wanted, as text, in its order. */
    final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();

    volatile CompletableFuture<ChangeResult> change =
            CompletableFuture.completedFuture(new ChangeResult.Applied(List.of(), true));
    volatile CompletableFuture<ReloadResult> reload = CompletableFuture.completedFuture(new ReloadResult.Applied(
            2,
            Duration.ofMillis(12),
            new ConfigDiff(List.of("server app/a4"), List.of(), List.of("pool old"), List.of()),
            List.of("threads: takes effect at the next start")));

    @Override
    public CompletableFuture<ChangeResult> change(ServerId server, ServerChange wantedChange, String by) {
        wanted.add("change " + server + " " + wantedChange + " by " + by);
        return change;
    }

    @Override
    public CompletableFuture<ChangeResult> put(ServerId server, String address, ServerChange with, String by) {
        wanted.add("put " + server + " " + address + " " + with + " by " + by);
        return change;
    }

    @Override
    public CompletableFuture<ChangeResult> remove(ServerId server, String reason, String by) {
        wanted.add("remove " + server + " [" + reason + "] by " + by);
        return change;
    }

    @Override
    public CompletableFuture<ReloadResult> reload(String cause) {
        wanted.add("reload " + cause);
        return reload;
    }

    @Override
    public CompletableFuture<ReloadResult> dryRun() {
        wanted.add("dry run");
        return reload;
    }

    @Override
    public CompletableFuture<ReloadResult> dryRun(String text) {
        wanted.add("dry run of " + text.length());
        return reload;
    }
}
