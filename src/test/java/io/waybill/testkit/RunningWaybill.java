package io.waybill.testkit;

import io.waybill.app.Waybill;
import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
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
    private final Waybill waybill;

    private RunningWaybill(Path directory, Waybill waybill) {
        this.directory = directory;
        this.waybill = waybill;
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
    public static String completed(String yaml) {
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
            Path file = directory.resolve("waybill.yaml");
            Files.writeString(file, completed(yaml));
            LoadResult result = ConfigFile.read(file, name -> null);
            if (result instanceof LoadResult.Loaded loaded) {
                return new RunningWaybill(directory, Waybill.start(loaded, directory, List.of("test")));
            }
            throw new IllegalArgumentException(String.join("\n", result.lines()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The proxy itself. */
    public Waybill waybill() {
        return waybill;
    }

    /** Port of this listener. */
    public int port(String listener) {
        return waybill.port(listener);
    }

    /** Port of the admin listener. */
    public int adminPort() {
        return waybill.adminPort();
    }

    /** The directory of the configuration file {@code waybill.yaml}, which a test may write anew. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        waybill.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
