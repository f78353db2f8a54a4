package io.waybill.control;

import io.waybill.health.Probe;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why something changed, for log lines and histories. */
final class Reasons {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]*");

    private Reasons() {}

    /** What a check found, in one word. */
    static String of(Probe probe) {
        return switch (probe.code()) {
            case INI -> "not-checked";
            case L4OK -> "connected";
            case L4TOUT -> "connect-timeout";
            case L6OK -> "tls-handshake";
            case L6TOUT -> "tls-timeout";
            case L6RSP -> "tls-failed";
            case L4CON -> word(probe.text(), "connect-failed");
            case L7OK, L7OKC -> "status-" + probe.status();
            case L7TOUT -> "answer-timeout";
            case L7RSP -> word(probe.text(), "bad-answer");
            case L7STS -> unexpected(probe);
            case SOCKERR -> "no-socket";
        };
    }

    private static String unexpected(Probe probe) {
        if (probe.text().startsWith("grpc-status ")) {
            return probe.text().replaceAll("^grpc-status (\\d+).*", "grpc-status-$1");
        }
        return probe.text().startsWith("status ")
                ? "status-" + probe.status()
                : probe.text().startsWith("service is ") ? "not-serving" : "body-mismatch";
    }

    /** The word that a text begins with, if it is one of ours. */
    private static String word(String text, String otherwise) {
        int colon = text.indexOf(':');
        String begin = colon < 0 ? text : text.substring(0, colon);
        return WORD.matcher(begin).matches() ? begin : otherwise;
    }

    /** What a TLS library says against a configuration. */
    static String of(SSLException unusable) {
        Throwable cause = unusable.getCause();
        String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
        return "the TLS library does not take this: " + unusable.getMessage() + why;
    }

    /** Fit to stand between quotes; line breaks are left to the log. */
    static String quoted(String text) {
        return text.replace('"', '\'');
    }
}
