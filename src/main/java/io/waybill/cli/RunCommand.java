package io.waybill.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waybill run}: serves in the foreground. */
@Command(name = "run", description = "Serve with a configuration until told to stop.", mixinStandardHelpOptions = true)
final class RunCommand implements ExitCodeCommand {

    private final Launcher launcher;
    private final ConfigLocation location;
    private final Output output;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration; else $WAYBILL_CONFIG, ./waybill.yaml, /etc/waybill/waybill.yaml.")
    private @Nullable Path config;

    RunCommand(Launcher launcher, ConfigLocation location, Output output) {
        this.launcher = launcher;
        this.location = location;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        return Commands.run(config, launcher, location, output);
    }
}
