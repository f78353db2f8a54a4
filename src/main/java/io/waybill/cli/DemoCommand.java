package io.waybill.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waybill demo}: a proxy and three sample servers in one process. */
@Command(
        name = "demo",
        description = "Run the proxy with three sample servers, and show what to try.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements ExitCodeCommand {

    private final Launcher launcher;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the proxy; else the first one from 8080 on that is free.")
    private int port;

    DemoCommand(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public ExitCode execute() {
        return launcher.demo(port);
    }
}
