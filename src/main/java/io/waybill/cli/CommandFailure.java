package io.waybill.cli;

import java.io.Serial;

/** Ends a command with a message for the operator and an exit code; {@link CommandTree} prints it. */
final class CommandFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    /** @param message what went wrong and what to do, without a dot at its end */
    CommandFailure(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    /** With exit code 1. */
    static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }

    /** With exit code 2. */
    static CommandFailure wrongUse(String message) {
        return new CommandFailure(ExitCode.WRONG_USE, message);
    }

    ExitCode code() {
        return code;
    }

    /** What to print. */
    String text() {
        return String.valueOf(getMessage());
    }
}
