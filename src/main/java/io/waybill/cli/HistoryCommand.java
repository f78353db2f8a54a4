package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code waybill history}: the last checks and transitions of a server. */
@Command(
        name = "history",
        description = "Show the last checks of a server and how its state changed.",
        mixinStandardHelpOptions = true)
final class HistoryCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Parameters(paramLabel = "POOL/SERVER", description = "The server, such as app/a3.")
    private Target target = new Target("", "");

    HistoryCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        String path = target.path() + "/history";
        String page = admin.client().text(admin.json() ? path : path + "?format=text");
        output.out().print(page);
        output.out().flush();
        return ExitCode.DONE;
    }
}
