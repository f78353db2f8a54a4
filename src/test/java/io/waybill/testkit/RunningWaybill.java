package io.waybill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A real Waybill in this process, on free ports of 127.0.0.1, with a directory of its own as base for relative file names.
 * {@link #close} stops it and removes the directory. Safe from any thread.
 */
public final class RunningWaybill implements AutoCloseable {

    private static final String LISTENERS = "listeners: {edge: {address: \"127.0.0.1:0\"}}\n";
    private static final String ADMIN = "admin: {address: \"127.0.0.1:0\"}\n";
    private static final String ACCESS_LOG = "accessLog: {file: \"off\"}\n";

    private final Path directory;

    private RunningWaybill(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts it. What the text leaves out is filled in: one listener {@code edge}, an admin listener, both on port 0, and
     * no access log.
     *
     * @param yaml the configuration, with {@code %d} or {@code %s} for each of the arguments
     */
    public static RunningWaybill withConfig(String yaml, Object... arguments) {
        return withText(arguments.length == 0 ? yaml : String.format(Locale.ROOT, yaml, arguments));
    }

    /** The configuration with what a test needs and the text leaves out. */
    static String completed(String yaml) {
        StringBuilder text = new StringBuilder(yaml.endsWith("\n") ? yaml : yaml + "\n");
        for (String part : List.of(LISTENERS, ADMIN, ACCESS_LOG)) {
            String key = part.substring(0, part.indexOf(':') + 1);
            if (yaml.lines().noneMatch(line -> line.startsWith(key))) {
                text.append(part);
            }
        }
        return text.toString();
    }

    private static RunningWaybill withText(String yaml) {
        try {
            Path directory = Files.createTempDirectory("waybill-test");
            Files.writeString(directory.resolve("waybill.yaml"), completed(yaml));
            return new RunningWaybill(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Port of this listener. */
    @SuppressWarnings("DoNotCallSuggester")
    public int port(String listener) {
        throw new UnsupportedOperationException("io.waybill.app.Waybill is not there yet: " + listener);
    }

    /** Port of the admin listener. */
    @SuppressWarnings("DoNotCallSuggester")
    public int adminPort() {
        throw new UnsupportedOperationException("io.waybill.app.Waybill is not there yet");
    }

    /** The directory of the configuration file {@code waybill.yaml}, which a test may write anew. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
