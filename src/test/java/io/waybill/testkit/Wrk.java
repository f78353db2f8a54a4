package io.waybill.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk as a process of its own, which sends as fast as it is answered. Used by one thread. */
public final class Wrk implements AutoCloseable {

    private static final int GRACE_SECONDS = 20;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");

    private final Process process;
    private final int seconds;

    private Wrk(Process process, int seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    /** Whether this machine has it. */
    public static boolean isInstalled() {
        try {
            Process asked = new ProcessBuilder("wrk", "--version")
                    .redirectErrorStream(true)
                    .start();
            asked.getInputStream().readAllBytes();
            asked.waitFor();
            return true;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it on one thread against a port of 127.0.0.1. */
    public static Wrk start(int connections, int seconds, int port) {
        List<String> command =
                List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "http://127.0.0.1:" + port + "/");
        try {
            return new Wrk(new ProcessBuilder(command).redirectErrorStream(true).start(), seconds);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its end, and gives what it printed. */
    public String report() {
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("wrk did not end");
            }
            return printed;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Responses that it has read to their end, by its report. */
    public static long requests(String report) {
        Matcher found = REQUESTS.matcher(report);
        if (!found.find()) {
            throw new AssertionError("no number of requests in:\n" + report);
        }
        return Long.parseLong(found.group(1));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
