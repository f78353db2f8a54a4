package io.waybill.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waybill roll}: restarts the servers of a pool one after the other, without a request noticing. */
@Command(
        name = "roll",
        description = {
            "For each ready server of a pool: drain it, wait for its requests, run a command, wait for its checks, next.",
            "Stops at the first failure and puts that server back; the same command goes on there."
        },
        mixinStandardHelpOptions = true)
final class RollCommand implements ExitCodeCommand {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    private final Function<String, @Nullable String> environment;
    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Parameters(paramLabel = "POOL", description = "The pool.")
    private String pool = "";

    @Option(
            names = "--exec",
            required = true,
            paramLabel = "COMMAND",
            description = "Run by sh for each server. {server}, {pool} and {address} are filled in; they are also in "
                    + "$WAYBILL_SERVER, $WAYBILL_POOL and $WAYBILL_ADDRESS. Its output goes to standard error.")
    private String exec = "";

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "How long to wait for requests in flight, and again for checks to pass; 60s if not given.")
    private Duration patience = Duration.ofSeconds(60);

    @Option(
            names = "--exec-timeout",
            paramLabel = "TIME",
            description = "How long the command may run; 5m if not given.")
    private Duration execTimeout = Duration.ofMinutes(5);

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            description = "If roll itself is killed, the server it had drained comes back after this time; 1m if not "
                    + "given.")
    private Duration lease = Duration.ofMinutes(1);

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; waybill overrides and the log show it.")
    private String reason = "roll";

    @Option(names = "--from-start", description = "Forget what an earlier run finished.")
    private boolean fromStart;

    @Option(names = "--force", description = "Drain a server even if no other one of the pool is usable.")
    private boolean force;

    RollCommand(AdminOptions admin, Function<String, @Nullable String> environment, Output output) {
        this.admin = admin;
        this.environment = environment;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        if (exec.isBlank()) {
            throw CommandFailure.wrongUse("--exec: found nothing, expected a command for sh");
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw CommandFailure.wrongUse("--lease: found " + Times.text(lease) + ", expected at least 1s");
        }
        AdminClient client = admin.client();
        RollPlan plan = new RollPlan(pool, exec, patience, execTimeout, lease, reason, force);
        Roll roll = new Roll(plan, client, output, admin.json());
        Path directory = RollMemory.directory(environment);
        try (RollMemory memory = RollMemory.open(directory, client.address(), pool, exec)) {
            if (fromStart) {
                memory.clear();
            }
            return interruptible(roll, memory);
        }
    }

    private static ExitCode interruptible(Roll roll, RollMemory memory) {
        Thread hook = new Thread(roll::interrupt, "waybill-roll-interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return roll.run(memory);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending, and the hook does its work already.
            }
        }
    }
}
