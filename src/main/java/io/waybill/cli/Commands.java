package io.waybill.cli;

import io.waybill.config.LoadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The command line of Waybill. Immutable. */
public final class Commands {

    private final Launcher launcher;
    private final Function<String, @Nullable String> environment;
    private final Function<Path, LoadResult> reader;
    private final Output output;

    /**
     * @param environment a variable's value by its name, or null where it is not set
     * @param reader of configuration files
     */
    public Commands(
            Launcher launcher,
            Function<String, @Nullable String> environment,
            Function<Path, LoadResult> reader,
            Output output) {
        this.launcher = launcher;
        this.environment = environment;
        this.reader = reader;
        this.output = output;
    }

    /** Does what the arguments say, and returns when it is done. The result is for {@code System.exit}. */
    public int execute(List<String> arguments) {
        RunArguments run = RunArguments.parse(arguments);
        ConfigLocation location = new ConfigLocation(environment);
        return run == null
                ? CommandTree.execute(arguments, launcher, location, environment, reader, output)
                : run(run.config(), launcher, location, output).code();
    }

    static ExitCode run(@Nullable Path named, Launcher launcher, ConfigLocation location, Output output) {
        Path config = location.find(named);
        if (config == null) {
            output.err().println(location.missing());
            return ExitCode.FAILED;
        }
        return launcher.run(config);
    }
}
