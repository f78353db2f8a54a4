package io.waybill.cli;

import io.waybill.config.LoadResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this process against an admin listener, and keeps what they print. Confined to one thread. */
final class CommandRun {

    private final Map<String, String> environment = new HashMap<>();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /** @param port of the admin listener */
    CommandRun(int port) {
        environment.put("WAYBILL_ADMIN", "http://127.0.0.1:" + port);
    }

    CommandRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs one command; what an earlier one printed is forgotten. The result is the exit code. */
    int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        Output output = new Output(new PrintWriter(out, true), new PrintWriter(err, true));
        return new Commands(
                        new NoLauncher(), environment::get, file -> new LoadResult.Unreadable("not read here"), output)
                .execute(List.of(arguments));
    }

    /** One command, with its words separated by spaces. */
    int line(String line) {
        return run(new ArrayList<>(List.of(line.split(" "))).toArray(String[]::new));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    /** Nothing here starts a proxy. */
    private static final class NoLauncher implements Launcher {

        @Override
        public ExitCode run(java.nio.file.Path config) {
            throw new AssertionError("a proxy was started");
        }

        @Override
        public ExitCode demo(int port) {
            throw new AssertionError("a demo was started");
        }

        @Override
        public ExitCode train() {
            throw new AssertionError("a training was started");
        }

        @Override
        public String transport() {
            return "epoll";
        }

        @Override
        public String tls() {
            return "jdk, 17";
        }
    }
}
