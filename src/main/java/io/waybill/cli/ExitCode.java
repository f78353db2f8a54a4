package io.waybill.cli;

/** What a command ends with; scripts rely on the numbers. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    WRONG_USE(2),
    WRONG_CONFIGURATION(3),
    CANNOT_BIND(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** For {@code System.exit}. */
    public int code() {
        return code;
    }
}
