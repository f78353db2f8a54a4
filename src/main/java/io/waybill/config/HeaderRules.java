package io.waybill.config;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names and values of fields an operator may write (RFC 9110, section 5). */
final class HeaderRules {

    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_VALUE = 8192;

    /** Fields that belong to one connection, or say where a message ends: the side that sends writes them. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderRules() {}

    static boolean isOfTheConnection(String name) {
        return OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }

    /** What a name of a field should have been, or null if it is one. */
    static @Nullable String faultOfName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return "the name of a field, of 1 to " + LONGEST_NAME + " characters";
        }
        return isToken(name) ? null : "the name of a field: letters, digits and any of !#$%&'*+-.^_`|~";
    }

    /** What a value of a field should have been, or null if it is one. */
    static @Nullable String faultOfValue(String value) {
        if (value.length() > LONGEST_VALUE) {
            return "at most " + LONGEST_VALUE + " characters";
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return "visible ASCII characters, spaces and tabs";
            }
        }
        return value.equals(value.strip()) ? null : "a value without space at its ends";
    }

    /** {@code token} of RFC 9110, section 5.6.2. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
