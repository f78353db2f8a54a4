package io.waybill.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are not ours, where this machine has them. Safe from any thread. */
public final class Programs {

    private static final int DEADLINE_SECONDS = 30;

    private Programs() {}

    /** Skips the test, and says why, unless this machine has the program. */
    public static void need(String program) {
        assumeTrue(isInstalled(program), () -> "skipped: " + program + " is not installed on this machine");
    }

    /** Whether a directory of {@code PATH} has it. */
    public static boolean isInstalled(String program) {
        String path = String.valueOf(System.getenv("PATH"));
        for (String directory : path.split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs it to its end, which must come within 30 seconds, with nothing to read. */
    public static Ended run(String... command) {
        return run(DEADLINE_SECONDS, "", command);
    }

    /**
     * Runs it to its end.
     *
     * @param seconds within which the end must come
     * @param input what it can read
     */
    public static Ended run(int seconds, String input, String... command) {
        try {
            Path output = Files.createTempFile("waybill-program", ".txt");
            Path read = Files.writeString(Files.createTempFile("waybill-program", ".in"), input);
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(read.toFile())
                        .redirectOutput(output.toFile())
                        .start();
                return ended(process, seconds, output, List.of(command));
            } finally {
                Files.delete(output);
                Files.delete(read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended ended(Process process, int seconds, Path output, List<String> command) throws IOException {
        boolean inTime = false;
        try {
            inTime = process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
        if (!inTime) {
            throw new AssertionError("did not end within " + seconds + " s: " + command + "\n" + printed);
        }
        return new Ended(process.exitValue(), printed);
    }

    /**
     * What became of it. Immutable.
     *
     * @param exitCode 0 if it was content
     * @param output what it printed, on both outputs; ISO-8859-1
     */
    public record Ended(int exitCode, String output) {

        /** What it printed; fails if it was not content. */
        public String good() {
            if (exitCode != 0) {
                throw new AssertionError("ended with " + exitCode + ":\n" + output);
            }
            return output;
        }
    }
}
