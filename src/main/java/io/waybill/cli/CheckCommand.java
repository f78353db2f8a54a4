package io.waybill.cli;

import io.waybill.config.LoadResult;
import io.waybill.config.ServedCertificate;
import io.waybill.config.WaybillConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waybill check}: whether {@code run} would take a configuration; every problem of it on standard error. */
@Command(
        name = "check",
        description = "Read a configuration and tell every problem in it.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements ExitCodeCommand {

    private final ConfigLocation location;
    private final Function<Path, LoadResult> reader;
    private final Output output;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration; else $WAYBILL_CONFIG, ./waybill.yaml, /etc/waybill/waybill.yaml.")
    private @Nullable Path config;

    CheckCommand(ConfigLocation location, Function<Path, LoadResult> reader, Output output) {
        this.location = location;
        this.reader = reader;
        this.output = output;
    }

    @Override
    public ExitCode execute() {
        Path file = location.find(config);
        if (file == null) {
            output.err().println(location.missing());
            return ExitCode.FAILED;
        }
        LoadResult result = reader.apply(file);
        if (result instanceof LoadResult.Loaded loaded) {
            loaded.notices().forEach(notice -> output.err().println("note: " + notice));
            output.out().println(loaded.summary());
            certificates(loaded.config());
            return ExitCode.DONE;
        }
        result.lines().forEach(output.err()::println);
        return result instanceof LoadResult.Wrong ? ExitCode.WRONG_CONFIGURATION : ExitCode.FAILED;
    }

    /** A line for each file, however often it is named. */
    private void certificates(WaybillConfig config) {
        Instant now = Instant.now();
        ServedCertificate.of(config).stream()
                .map(ServedCertificate::facts)
                .distinct()
                .forEach(facts -> output.out()
                        .println("certificate " + facts.file() + ": " + facts.daysLeft(now) + " days left, for "
                                + String.join(", ", facts.names()) + ", issued by " + facts.issuer()));
    }
}
