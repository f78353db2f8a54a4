package io.waybill.app;

import io.waybill.cli.Commands;
import io.waybill.cli.Output;
import io.waybill.config.ConfigFile;
import java.nio.file.Path;
import java.util.List;

/** Where the process begins: arguments to a command, its result to an exit code, and nothing else. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        List<String> arguments = List.of(args);
        // The launcher script says where it stands; without it, Waybill runs from a build.
        Path directory = Path.of(System.getProperty("waybill.home", "."));
        Commands commands = new Commands(
                new ProcessLauncher(directory, arguments),
                System::getenv,
                file -> ConfigFile.read(file, System::getenv),
                Output.standard());
        System.exit(commands.execute(arguments));
    }
}
