package io.waybill.control;

import io.waybill.health.Probe;

/** Why something changed, for log lines and histories. */
final class Reasons {

    private Reasons() {}

    /** What a check found, in one word. */
    static String of(Probe probe) {
        return switch (probe.code()) {
            case INI -> "not-checked";
            case L4OK -> "connected";
            case L4TOUT -> "connect-timeout";
            case L4CON -> probe.text().contains("refused") ? "connect-refused" : "connect-failed";
            case L7OK, L7OKC -> "status-" + probe.status();
            case L7TOUT -> "answer-timeout";
            case L7RSP -> "bad-answer";
            case L7STS -> probe.text().contains("body") ? "body-mismatch" : "status-" + probe.status();
            case SOCKERR -> "no-socket";
        };
    }

    /** Fit to stand between quotes; line breaks are left to the log. */
    static String quoted(String text) {
        return text.replace('"', '\'');
    }
}
