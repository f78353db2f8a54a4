package io.waybill.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Goes through the servers of a pool, one after the other. {@link #run} once; {@link #interrupt} is for the end of the process. */
final class Roll {

    private final RollPlan plan;
    private final AdminClient client;
    private final ServerChanges changes;
    private final Output output;
    private final boolean json;
    private final ArrayNode servers = JsonMapper.shared().createArrayNode();
    private final AtomicReference<@Nullable RollStep> current = new AtomicReference<>();
    private volatile boolean interrupted;

    /** @param json whether to write the result as JSON */
    Roll(RollPlan plan, AdminClient client, Output output, boolean json) {
        this.plan = plan;
        this.client = client;
        this.changes = new ServerChanges(client, output);
        this.output = output;
        this.json = json;
    }

    /** Stops at the first server that fails, which gets requests again. */
    ExitCode run(RollMemory memory) {
        for (String name : names()) {
            Target target = new Target(plan.pool(), name);
            RollMemory.Mark before = memory.mark(name);
            if (before == RollMemory.Mark.DONE) {
                skipped(target, "an earlier run finished it; --from-start takes it again");
                continue;
            }
            ServerFacts facts = changes.facts(target);
            // A run that was killed has left its server drained, for a moment yet. That drain is ours.
            if (!facts.isReady() && (before != RollMemory.Mark.BEGUN || facts.isInMaintenance())) {
                skipped(target, "it is in " + facts.adminState());
                continue;
            }
            memory.mark(name, RollMemory.Mark.BEGUN);
            Outcome outcome = done(target, facts);
            memory.mark(name, outcome.mark());
            if (interrupted) {
                return ExitCode.FAILED;
            }
            if (outcome.mark() != RollMemory.Mark.DONE) {
                return stopped(target, outcome.failure());
            }
        }
        memory.clear();
        return ended("done", "");
    }

    /** Ends what runs and leaves nothing drained; the thread of {@link #run} says nothing any more. */
    void interrupt() {
        interrupted = true;
        RollStep step = current.get();
        String end = step == null ? "" : step.abandon().text();
        output.err()
                .println("waybill: roll of " + plan.pool() + " interrupted" + (end.isEmpty() ? "" : "; " + end)
                        + "; the same command goes on where it stopped");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        client.json(Target.poolPath(plan.pool()))
                .path("servers")
                .forEach(server -> names.add(server.path("name").asString("")));
        return names;
    }

    /**
     * What became of one server. Immutable.
     *
     * @param failure why it failed, and how the server is now; empty if it did not
     */
    private record Outcome(RollMemory.Mark mark, String failure) {}

    private Outcome done(Target target, ServerFacts facts) {
        ObjectNode report = servers.addObject().put("server", target.toString());
        try {
            spareTheLast(target, facts);
            RollStep step = new RollStep(plan, target, facts.address(), changes, Progress.on(output));
            current.set(step);
            if (interrupted) {
                return new Outcome(RollMemory.Mark.LEFT, "interrupted");
            }
            step.run(report);
            current.set(null);
        } catch (CommandFailure e) {
            report.put("result", "failed").put("text", e.text());
            return failed(e.text());
        }
        report.put("result", "done");
        say(target + ": done, drained in " + took(report, "drain_ms") + ", command " + took(report, "command_ms")
                + ", back in " + took(report, "check_ms"));
        return new Outcome(RollMemory.Mark.DONE, "");
    }

    private Outcome failed(String text) {
        RollStep step = current.get();
        if (step == null) {
            return new Outcome(RollMemory.Mark.LEFT, text);
        }
        RollLease.End end = step.abandon();
        // If it could not be put back, its drain is ours still when the same command comes again.
        RollMemory.Mark mark = end.ready() ? RollMemory.Mark.LEFT : RollMemory.Mark.BEGUN;
        return new Outcome(mark, text + (end.text().isEmpty() ? "" : "; " + end.text()));
    }

    /** A server that serves must not go if it is the only one that does. */
    private void spareTheLast(Target target, ServerFacts facts) {
        if (plan.force() || !facts.usable()) {
            return;
        }
        for (JsonNode each : client.json(Target.poolPath(plan.pool())).path("servers")) {
            ServerFacts other = ServerFacts.of(each);
            if (other.usable() && !other.name().equals(target.server())) {
                return;
            }
        }
        throw CommandFailure.failed("it is the last usable server of " + plan.pool()
                + ", without it nobody answers; make another one ready, or use --force");
    }

    private void skipped(Target target, String why) {
        servers.addObject()
                .put("server", target.toString())
                .put("result", "skipped")
                .put("text", why);
        say(target + ": skipped, " + why);
    }

    private ExitCode stopped(Target target, String failure) {
        output.err()
                .println("waybill: roll of " + plan.pool() + " stopped at " + target + ": " + failure
                        + "; the same command goes on there");
        return ended("failed", failure);
    }

    private ExitCode ended(String result, String text) {
        if (json) {
            ObjectNode all = JsonMapper.shared().createObjectNode();
            all.put("pool", plan.pool()).put("result", result).put("text", text).set("servers", servers);
            output.out().println(all.toPrettyString());
        }
        if (!result.equals("done")) {
            return ExitCode.FAILED;
        }
        say(plan.pool() + ": rolled");
        return ExitCode.DONE;
    }

    private void say(String line) {
        if (!json) {
            output.out().println(line);
        }
    }

    private static String took(ObjectNode report, String name) {
        return Times.measured(Duration.ofMillis(report.path(name).asLong(0)));
    }
}
