package io.waybill.cli;

import picocli.CommandLine.Command;

/** {@code waybill train}: used by packaging, to make the class-data archive. */
@Command(name = "train", hidden = true, description = "Run for a moment, so that the JVM learns the classes.")
final class TrainCommand implements ExitCodeCommand {

    private final Launcher launcher;

    TrainCommand(Launcher launcher) {
        this.launcher = launcher;
    }

    @Override
    public ExitCode execute() {
        return launcher.train();
    }
}
