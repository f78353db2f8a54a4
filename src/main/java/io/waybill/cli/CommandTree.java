package io.waybill.cli;

import io.waybill.config.LoadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands as picocli knows them; loaded only for what is not a plain {@code run}. */
final class CommandTree {

    /** What the JVM makes of bytes that are no characters in the locale. */
    private static final char UNREADABLE = '\ufffd';

    private CommandTree() {}

    static int execute(
            List<String> arguments,
            Launcher launcher,
            ConfigLocation location,
            Function<String, @Nullable String> environment,
            Function<Path, LoadResult> reader,
            Output output) {
        CommandLine tree = new CommandLine(new Top())
                .addSubcommand(new RunCommand(launcher, location, output))
                .addSubcommand(new CheckCommand(location, reader, output))
                .addSubcommand(new DemoCommand(launcher))
                .addSubcommand(new VersionCommand(launcher::transport, launcher::tls, output))
                .addSubcommand(new TrainCommand(launcher))
                .addSubcommand(new StatsCommand(new AdminOptions(environment), output))
                .addSubcommand(new ServersCommand(new AdminOptions(environment), output))
                .addSubcommand(new OverridesCommand(new AdminOptions(environment), output))
                .addSubcommand(new HistoryCommand(new AdminOptions(environment), output))
                .addSubcommand(new DrainCommand(new AdminOptions(environment), output))
                .addSubcommand(new ReadyCommand(new AdminOptions(environment), output))
                .addSubcommand(new MaintCommand(new AdminOptions(environment), output))
                .addSubcommand(new WeightCommand(new AdminOptions(environment), output))
                .addSubcommand(new ReloadCommand(new AdminOptions(environment), output))
                .addSubcommand(new DiffCommand(new AdminOptions(environment), location, output))
                .addSubcommand(new RollCommand(new AdminOptions(environment), environment, output))
                .addSubcommand(new CompletionCommand(output))
                // A reason or a command may begin with @, and is then no file of arguments.
                .setExpandAtFiles(false)
                .registerConverter(Duration.class, new Times())
                .registerConverter(Target.class, new Target.Converter())
                .setOut(output.out())
                .setErr(output.err())
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, output));
        if (arguments.stream().anyMatch(argument -> argument.indexOf(UNREADABLE) >= 0)) {
            output.err()
                    .println("waybill: found characters on the command line that this locale does not have; "
                            + "set LC_ALL=C.UTF-8");
            return ExitCode.WRONG_USE.code();
        }
        return tree.execute(arguments.toArray(String[]::new));
    }

    private static int failed(Exception failure, Output output) {
        if (failure instanceof CommandFailure known) {
            output.err().println("waybill: " + known.text());
            return known.code().code();
        }
        output.err().println("waybill: " + failure);
        return ExitCode.FAILED.code();
    }

    /** What every command is a part of; alone it is a mistake, and the answer says how it is used. */
    @Command(
            name = "waybill",
            description = "An edge proxy that gives every request a tracking number.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionCommand.Provider.class,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:failed",
                "2:wrong use of the command line",
                "3:wrong configuration",
                "4:cannot bind an address"
            })
    private static final class Top {}
}
