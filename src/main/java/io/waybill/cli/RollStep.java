package io.waybill.cli;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server of a roll: drained, restarted, checked, ready. {@link #run} once; {@link #abandon}, from any thread, at any
 * time.
 */
final class RollStep {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RollPlan plan;
    private final Target target;
    private final ServerChanges changes;
    private final Progress progress;
    private final boolean isSameClock;
    private final RollLease lease;
    private final ShellCommand command;

    /** @param address of the server */
    RollStep(RollPlan plan, Target target, String address, ServerChanges changes, Progress progress) {
        this.plan = plan;
        this.target = target;
        this.changes = changes;
        this.progress = progress;
        this.isSameClock = changes.isOnThisMachine();
        this.lease = new RollLease(changes, target, plan.lease(), plan.reason());
        this.command = new ShellCommand(plan.exec(), target, address);
    }

    /**
     * Does it all, or fails.
     *
     * @param report gets how long each part took
     */
    void run(ObjectNode report) {
        timed(report, "drain_ms", this::drain);
        timed(report, "command_ms", () -> {
            progress.show(target + ": running the command");
            command.run(plan.execTimeout());
            progress.clear();
        });
        timed(report, "check_ms", () -> {
            FreshCheck.await(() -> changes.facts(target), isSameClock, plan.patience(), progress, target.toString());
            RollLease.End end = lease.giveBack();
            if (!end.ready()) {
                throw CommandFailure.failed(end.text());
            }
            awaitService();
        });
    }

    /** Ends the command if it runs, and lets the server have requests again. */
    RollLease.End abandon() {
        command.kill();
        progress.clear();
        return lease.giveBack();
    }

    private void drain() {
        lease.take();
        ServerFacts last =
                Drained.await(() -> changes.facts(target), Deadline.in(plan.patience()), progress, target.toString());
        if (last.inFlight() > 0) {
            throw CommandFailure.failed("it still had " + Drained.requests(last.inFlight()) + " in flight after "
                    + Times.text(plan.patience()));
        }
    }

    private void awaitService() {
        Deadline deadline = Deadline.in(plan.patience());
        ServerFacts facts = changes.facts(target);
        while (!facts.serves()) {
            if (deadline.isOver()) {
                throw CommandFailure.failed("it is ready, but gets no requests after " + Times.text(plan.patience())
                        + ": " + facts.status());
            }
            deadline.pause(PAUSE);
            facts = changes.facts(target);
        }
    }

    private static void timed(ObjectNode report, String name, Runnable part) {
        long started = System.nanoTime();
        try {
            part.run();
        } finally {
            report.put(name, Duration.ofNanos(System.nanoTime() - started).toMillis());
        }
    }
}
