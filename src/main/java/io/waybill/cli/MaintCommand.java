package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code waybill maint}: no requests and no checks; requests that run may finish. */
@Command(name = "maint", description = "Take a server out: no requests and no checks.", mixinStandardHelpOptions = true)
final class MaintCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Mixin
    private final ChangeOptions options = new ChangeOptions();

    @Parameters(paramLabel = "POOL/SERVER", description = "The server, such as app/a3.")
    private Target target = new Target("", "");

    MaintCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        var change = ServerChanges.change().put("state", "maint");
        options.putInto(change);
        return new ServerChanges(admin.client(), output).applyAndShow(target, change, admin.json());
    }
}
