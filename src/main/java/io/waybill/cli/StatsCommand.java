package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code waybill stats}: the page of the admin listener. */
@Command(name = "stats", description = "Show the statistics.", mixinStandardHelpOptions = true)
final class StatsCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    StatsCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        String path = "/stats";
        String page = admin.client().text(admin.json() ? path : path + "?format=text");
        output.out().print(page);
        output.out().flush();
        return ExitCode.DONE;
    }
}
