package io.waybill.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operator's command for one server, run once by {@code sh}. {@link #kill} is safe from any thread. */
final class ShellCommand {

    /** Characters that mean nothing to a shell, so that a value of them can stand inside of any quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@%+=,-]+");

    /** With the brackets of IPv6 addresses, which a shell takes for a pattern unless they are quoted. */
    private static final Pattern PLAIN_OR_BRACKETS = Pattern.compile("[A-Za-z0-9._:/@%+=,\\[\\]-]+");

    private static final File NOTHING = new File("/dev/null");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ProcessBuilder builder;
    private @Nullable Process process;
    private boolean killed;

    /** @param text with {@code {server}}, {@code {pool}} and {@code {address}} for what belongs there */
    ShellCommand(String text, Target target, String address) {
        String completed = text.replace("{server}", word(target.server()))
                .replace("{pool}", word(target.pool()))
                .replace("{address}", word(address));
        // Standard output is for the result of our own command.
        builder = new ProcessBuilder("sh", "-c", "exec 1>&2\n" + completed);
        builder.redirectError(Redirect.INHERIT).redirectOutput(Redirect.INHERIT).redirectInput(Redirect.from(NOTHING));
        builder.environment().put("WAYBILL_SERVER", target.server());
        builder.environment().put("WAYBILL_POOL", target.pool());
        builder.environment().put("WAYBILL_ADDRESS", address);
    }

    /** Runs it to its end, or fails: because it cannot be started, takes too long, or ends with anything but 0. */
    void run(Duration timeout) {
        try {
            Process started = start();
            if (!started.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw CommandFailure.failed("the command did not end within " + Times.text(timeout));
            }
            if (started.exitValue() != 0) {
                throw CommandFailure.failed("the command ended with " + started.exitValue());
            }
        } catch (IOException e) {
            throw CommandFailure.failed("cannot run the command: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted");
        }
    }

    /** Ends it and all that it started; it never starts from then on. */
    void kill() {
        Process running = killed();
        if (running == null) {
            return;
        }
        // The shell before what it started: it would go on with the next command of its text otherwise.
        List<ProcessHandle> started = running.descendants().toList();
        running.destroy();
        started.forEach(ProcessHandle::destroy);
        try {
            running.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private synchronized @Nullable Process killed() {
        killed = true;
        return process;
    }

    private synchronized Process start() throws IOException {
        if (killed) {
            throw CommandFailure.failed("interrupted");
        }
        Process started = builder.start();
        process = started;
        return started;
    }

    /** A value as one word of a shell. */
    static String word(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        if (PLAIN_OR_BRACKETS.matcher(value).matches()) {
            return "'" + value + "'";
        }
        throw CommandFailure.failed("cannot put this into a shell command: " + value);
    }
}
