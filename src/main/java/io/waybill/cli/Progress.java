package io.waybill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command is waiting for, on one line that is written again and again; only on a terminal. */
final class Progress {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final String ERASE = "\r\033[K";

    private final PrintWriter err;
    private final boolean terminal;

    private Progress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** On standard error, if this process has a terminal there. */
    static Progress on(Output output) {
        return new Progress(output.err(), isTerminal());
    }

    void show(String text) {
        if (terminal) {
            err.print(ERASE + text);
            err.flush();
        }
    }

    /** Removes the line. */
    void clear() {
        show("");
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // Not every system has this file. Without it nobody knows, and a log full of these lines is worse than
            // none.
            return false;
        }
    }
}
