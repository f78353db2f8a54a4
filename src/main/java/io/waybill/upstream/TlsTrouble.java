package io.waybill.upstream;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** What exceptions of a TLS library mean, in words for the operator. */
final class TlsTrouble {

    private TlsTrouble() {}

    /** Whether the peer, or the way to it, is at fault, and not Waybill. */
    static boolean is(Throwable thrown) {
        return thrown instanceof SSLException || thrown.getCause() instanceof SSLException;
    }

    /** What the library says at the bottom of its exceptions, in one line. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        if (cause instanceof ClosedChannelException) {
            return "the server closed the connection";
        }
        String message = cause.getMessage();
        String line = message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
        if (cause instanceof CertificateExpiredException) {
            return "the server's certificate has expired, " + line;
        }
        return cause instanceof CertificateNotYetValidException
                ? "the server's certificate is not valid yet, " + line
                : line;
    }
}
