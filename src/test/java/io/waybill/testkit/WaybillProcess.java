package io.waybill.testkit;

import io.waybill.app.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Waybill as a process of its own, with a directory of its own as its working directory. What it prints, on either
 * output, is kept. {@link #close} kills it if it still runs and removes the directory. Safe from any thread.
 */
public final class WaybillProcess implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 20;

    private final Path directory;
    private final ProcessBuilder builder;
    private volatile Process process;

    private WaybillProcess(Path directory, ProcessBuilder builder) throws IOException {
        this.directory = directory;
        this.builder = builder;
        this.process = builder.start();
    }

    /**
     * Serves with this configuration, filled in as {@link RunningWaybill#withConfig} does; returns when it has started.
     */
    public static WaybillProcess serving(String yaml, Object... arguments) {
        return serving(Map.of(), formatted(yaml, arguments));
    }

    /** The same with further environment variables, such as {@code JAVA_TOOL_OPTIONS}. */
    public static WaybillProcess serving(Map<String, String> environment, String yaml) {
        WaybillProcess started =
                start(RunningWaybill.completed(yaml), environment, List.of("run", "--config", "waybill.yaml"));
        started.awaitOutput("started: ");
        return started;
    }

    /** Starts a command with {@code --config waybill.yaml}, the file that holds this text as it is. */
    public static WaybillProcess withFile(String yaml, String command) {
        return start(yaml, Map.of(), List.of(command, "--config", "waybill.yaml"));
    }

    /** Starts a command without a configuration. */
    public static WaybillProcess command(String... arguments) {
        return start("", Map.of(), List.of(arguments));
    }

    /** Starts a command without a configuration, with further environment variables. */
    public static WaybillProcess command(Map<String, String> environment, String... arguments) {
        return start("", environment, List.of(arguments));
    }

    private static WaybillProcess start(String yaml, Map<String, String> environment, List<String> arguments) {
        try {
            Path directory = Files.createTempDirectory("waybill-process");
            Files.writeString(directory.resolve("waybill.yaml"), yaml);
            ProcessBuilder builder = new ProcessBuilder(java(Main.class.getName(), arguments.toArray(String[]::new)))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile());
            builder.environment().putAll(environment);
            return new WaybillProcess(directory, builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, without a word, and serves with the same files again; what it printed before is forgotten. */
    public void killAndServeAgain() {
        process.destroyForcibly();
        exitCode();
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitOutput("started: ");
    }

    /** The command that runs another class of this class path in a process of its own. */
    public static List<String> java(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                mainClass));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String formatted(String yaml, Object... arguments) {
        return arguments.length == 0 ? yaml : String.format(Locale.ROOT, yaml, arguments);
    }

    /** That of this test, whether its launcher put it on the command line or into a class loader of its own. */
    private static String classPath() {
        if (!(Main.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        List<String> entries = new ArrayList<>();
        for (URL url : loader.getURLs()) {
            try {
                entries.add(Path.of(url.toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** All that it has printed so far. */
    public String output() {
        return text("output");
    }

    /** Content of a file in its directory; empty if there is none. */
    public String text(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its working directory. */
    public Path directory() {
        return directory;
    }

    /** Waits until this was printed. */
    public WaybillProcess awaitOutput(String part) {
        Waiting.until("the process prints: " + part, () -> {
            boolean printed = output().contains(part);
            if (!printed && !process.isAlive()) {
                throw new AssertionError(
                        "ended with " + process.exitValue() + " before it printed " + part + ":\n" + output());
            }
            return printed;
        });
        return this;
    }

    /** Memory of the machine that it holds right now: heap, buffers and code. */
    public long residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String line =
                    lines.filter(one -> one.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of a listener, as its log says. */
    public int port(String listener) {
        return portAfter(listener + "@127.0.0.1:");
    }

    /** The port of the admin listener, as its log says. */
    public int adminPort() {
        return portAfter("admin-port=");
    }

    private int portAfter(String prefix) {
        Matcher found = Pattern.compile(Pattern.quote(prefix) + "(\\d+)").matcher(output());
        if (!found.find()) {
            throw new AssertionError("no " + prefix + " in:\n" + output());
        }
        return Integer.parseInt(found.group(1));
    }

    /**
     * Sends a signal.
     *
     * @param name without SIG: {@code TERM}
     */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("cannot send " + name);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still runs after " + DEADLINE_SECONDS + " s:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
