package io.waybill.frontend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What servers are told of the certificate that a client has shown, in fields of a request. */
final class ClientCertificate {

    /** A name of a certificate may be of any length; what goes into a head may not. */
    private static final int MOST_OF_A_VALUE = 1024;

    private static final String CUT = "...";
    private static final byte[] NONE = {};

    private ClientCertificate() {}

    /** Whole field lines, each with its CRLF; empty without a certificate. */
    static byte[] fields(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            return NONE;
        }
        StringBuilder lines = new StringBuilder();
        append(lines, "Subject", certificate.getSubjectX500Principal().getName());
        append(lines, "Issuer", certificate.getIssuerX500Principal().getName());
        append(lines, "Serial", certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT));
        append(lines, "Fingerprint", fingerprint(certificate));
        append(lines, "Not-After", certificate.getNotAfter().toInstant().toString());
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException broken) {
            throw new IllegalStateException("a certificate that was verified can be encoded", broken);
        }
    }

    private static void append(StringBuilder lines, String name, String value) {
        lines.append("X-Client-Cert-").append(name).append(": ");
        int start = lines.length();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            appendByte(lines, b);
        }
        if (lines.length() - start > MOST_OF_A_VALUE) {
            lines.setLength(start + MOST_OF_A_VALUE - CUT.length());
            lines.append(CUT);
        }
        lines.append("\r\n");
    }

    /** As RFC 4514, section 2.4, writes what is no printable character of ASCII: a backslash and two digits. */
    private static void appendByte(StringBuilder lines, byte b) {
        if (b >= ' ' && b < 0x7F) {
            lines.append((char) b);
        } else {
            lines.append('\\').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
    }
}
