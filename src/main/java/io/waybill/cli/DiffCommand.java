package io.waybill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code waybill diff}: what a running Waybill would do with a file. */
@Command(
        name = "diff",
        description = {
            "Tell what would change if the running Waybill had this configuration: + added, ~ changed, - removed.",
            "Waybill reads the text as if it stood in its own file: with its directory and its environment."
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements ExitCodeCommand {

    private final ConfigLocation location;
    private final Output output;

    @Mixin
    private final AdminOptions admin;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration; else $WAYBILL_CONFIG, ./waybill.yaml, /etc/waybill/waybill.yaml.")
    private @Nullable Path config;

    DiffCommand(AdminOptions admin, ConfigLocation location, Output output) {
        this.admin = admin;
        this.location = location;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        Path file = location.find(config);
        if (file == null) {
            output.err().println(location.missing());
            return ExitCode.FAILED;
        }
        String body = JsonMapper.shared()
                .createObjectNode()
                .put("configuration", text(file))
                .toString();
        return new ReloadText(admin.patientClient(), output, admin.json()).order(true, body);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandFailure.failed(file + ": cannot be read: " + AdminOptions.reason(e));
        }
    }
}
