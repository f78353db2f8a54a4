package io.waybill.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.cli.Commands;
import io.waybill.cli.ExitCode;
import io.waybill.cli.Launcher;
import io.waybill.cli.Output;
import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.testkit.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a newcomer copies from the documents works. */
class ReadmeTest {

    private static final Pattern COMMAND = Pattern.compile("(?m)(?:^|`|bin/)waybill ([a-z]+)");

    @TempDir
    private Path directory;

    static List<String> documents() {
        return Documents.all();
    }

    @Test
    void configurationsAreRightAndTheFirstIsShort() throws IOException {
        List<String> blocks = Documents.blocks(Documents.text("README.md"), "yaml");
        assertEquals(2, blocks.size());
        assertTrue(blocks.get(0).lines().count() <= 12, blocks.get(0));
        try (TestCertificates certificates = TestCertificates.make()) {
            TestCertificates.Issued site = certificates.server("site.test");
            Files.copy(site.chain(), directory.resolve("site.pem"));
            Path key = Files.copy(site.key(), directory.resolve("site.key"));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        for (String block : blocks) {
            Path file = Files.writeString(directory.resolve("waybill.yaml"), block);
            LoadResult result = ConfigFile.read(file, name -> null);
            LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, result, () -> result.lines() + "");
            assertEquals(List.of(), loaded.notices());
        }
    }

    /** {@code train} is not in the help: it is for packaging. */
    @ParameterizedTest
    @MethodSource("documents")
    void commandsThatDocumentsNameExist(String document) {
        String help = help();
        TreeSet<String> unknown = new TreeSet<>();
        COMMAND.matcher(Documents.text(document))
                .results()
                .map(match -> match.group(1))
                .forEach(command -> {
                    if (!command.equals("train") && !help.contains("\n  " + command + " ")) {
                        unknown.add(command);
                    }
                });
        assertEquals(new TreeSet<>(), unknown, help);
    }

    private static String help() {
        StringWriter out = new StringWriter();
        Output output = new Output(new PrintWriter(out, true), new PrintWriter(out, true));
        new Commands(new Nothing(), name -> null, file -> new LoadResult.Unreadable("unused"), output)
                .execute(List.of("--help"));
        return out.toString();
    }

    /** Launches nothing. */
    private static final class Nothing implements Launcher {

        @Override
        public ExitCode run(Path config) {
            return ExitCode.DONE;
        }

        @Override
        public ExitCode demo(int port) {
            return ExitCode.DONE;
        }

        @Override
        public ExitCode train() {
            return ExitCode.DONE;
        }

        @Override
        public String transport() {
            return "none";
        }

        @Override
        public String tls() {
            return "jdk, 17";
        }
    }
}
