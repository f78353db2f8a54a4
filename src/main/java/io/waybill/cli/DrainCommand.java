package io.waybill.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code waybill drain}: no new requests; those that run may finish, and are waited for if asked. */
@Command(
        name = "drain",
        description = "Give a server no new requests; those that run may finish.",
        mixinStandardHelpOptions = true)
final class DrainCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Mixin
    private final ChangeOptions options = new ChangeOptions();

    @Parameters(paramLabel = "POOL/SERVER", description = "The server, such as app/a3.")
    private Target target = new Target("", "");

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "Wait until the server has no request in flight; ends with 1 if that takes longer than this.")
    private @Nullable Duration wait;

    DrainCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        ObjectNode change = ServerChanges.change().put("state", "drain");
        options.putInto(change);
        ServerChanges changes = new ServerChanges(admin.client(), output);
        return wait == null ? changes.applyAndShow(target, change, admin.json()) : drainAndWait(changes, change, wait);
    }

    private ExitCode drainAndWait(ServerChanges changes, ObjectNode change, Duration time) {
        long started = System.nanoTime();
        JsonNode answer = changes.apply(target, change);
        ServerFacts last = awaited(changes, Deadline.in(time));
        boolean drained = last.inFlight() == 0;
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        if (admin.json() && answer instanceof ObjectNode result) {
            result.put("drained", drained).put("in_flight", last.inFlight()).put("waited_ms", took.toMillis());
            output.out().println(result.toPrettyString());
        } else if (drained) {
            output.out().println(target + ": drained after " + Times.measured(took) + ", no request in flight");
        }
        if (!drained) {
            output.err()
                    .println("waybill: " + target + " still has " + Drained.requests(last.inFlight())
                            + " in flight after "
                            + Times.text(time) + "; it stays drained: wait again, or undo it with waybill ready "
                            + target);
        }
        return drained ? ExitCode.DONE : ExitCode.FAILED;
    }

    private ServerFacts awaited(ServerChanges changes, Deadline deadline) {
        try {
            return Drained.await(() -> changes.facts(target), deadline, Progress.on(output), target.toString());
        } catch (CommandFailure e) {
            throw CommandFailure.failed(
                    target + " was told to drain, but nobody knows whether its requests have ended: " + e.text());
        }
    }
}
