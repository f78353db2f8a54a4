package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code waybill ready}: ends a drain or a maintenance. */
@Command(name = "ready", description = "Give a server requests again.", mixinStandardHelpOptions = true)
final class ReadyCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Mixin
    private final ChangeOptions options = new ChangeOptions();

    @Parameters(paramLabel = "POOL/SERVER", description = "The server, such as app/a3.")
    private Target target = new Target("", "");

    ReadyCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        var change = ServerChanges.change().put("state", "ready");
        options.putInto(change);
        return new ServerChanges(admin.client(), output).applyAndShow(target, change, admin.json());
    }
}
