package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code waybill overrides}: who took what out, and why. */
@Command(
        name = "overrides",
        description = "Show what was changed at run time: by whom, when and why.",
        mixinStandardHelpOptions = true)
final class OverridesCommand implements ExitCodeCommand {

    private final Output output;

    @Mixin
    private final AdminOptions admin;

    OverridesCommand(AdminOptions admin, Output output) {
        this.admin = admin;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        String path = "/overrides";
        String page = admin.client().text(admin.json() ? path : path + "?format=text");
        output.out().print(page);
        output.out().flush();
        return ExitCode.DONE;
    }
}
