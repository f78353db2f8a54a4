package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waybill reload}: makes the configuration file the one that serves. */
@Command(
        name = "reload",
        description =
                "Make the configuration file the one that serves; if it is wrong, tell every problem and change nothing.",
        mixinStandardHelpOptions = true)
final class ReloadCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Option(names = "--dry-run", description = "Only tell what would change.")
    private boolean dryRun;

    ReloadCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        return new ReloadText(admin.patientClient(), output, admin.json()).order(dryRun, "");
    }
}
