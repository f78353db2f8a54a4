package io.waybill.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what stands under {@code path}, {@code stripPrefix} and {@code addPrefix}. */
final class PathReader {

    private static final int LONGEST = 4096;
    private static final int LONGEST_REGEX = 1000;
    private static final String KINDS = "a path that begins with /, or = and a path, or ~ and a regular expression";

    private PathReader() {}

    /** What a route asks of the path; {@link PathMatch#ANY} after a problem was reported. */
    static PathMatch match(Value value) {
        String text = value.text(KINDS, "/ or \"= /healthz\"");
        if (text == null) {
            return PathMatch.ANY;
        }
        if (text.startsWith("~ ")) {
            String regex = regex(value, text.substring(2).strip(), "\"~ ^/v[12]/\"");
            return regex == null ? PathMatch.ANY : new PathMatch(PathMatch.Kind.REGEX, regex);
        }
        if (text.startsWith("= ")) {
            String path = text.substring(2).strip();
            return checked(value, path, KINDS) ? new PathMatch(PathMatch.Kind.EXACT, path) : PathMatch.ANY;
        }
        if (text.startsWith("~") || text.startsWith("=")) {
            value.wrong(KINDS, "put a space behind the " + text.charAt(0));
            return PathMatch.ANY;
        }
        if (!checked(value, text, KINDS)) {
            return PathMatch.ANY;
        }
        if (!text.endsWith("/")) {
            value.wrong(
                    "a prefix that ends in /",
                    "write " + text + "/ for all below it, or \"= " + text + "\" for exactly this path");
            return PathMatch.ANY;
        }
        return new PathMatch(PathMatch.Kind.PREFIX, text);
    }

    /** The expression; null after a problem was reported. */
    static @Nullable String regex(Value value, String regex, String example) {
        if (regex.isEmpty() || regex.length() > LONGEST_REGEX) {
            value.wrong(
                    "a regular expression of 1 to " + LONGEST_REGEX + " characters", "write for example " + example);
            return null;
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException broken) {
            String where = broken.getIndex() < 0
                    ? ""
                    : " at character " + (Math.min(broken.getIndex(), regex.length() - 1) + 1) + " of "
                            + Shown.text(regex);
            value.wrong("a regular expression", "mend the " + lowerCase(broken.getDescription()) + where);
            return null;
        }
        return regex;
    }

    private static String lowerCase(String sentence) {
        return sentence.isEmpty() ? "mistake" : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** A prefix without the {@code /} at its end; null after a problem was reported. */
    static @Nullable String prefix(Value value) {
        String text = value.text("a path that begins with /", "/v1");
        if (text == null || !checked(value, text, "a path that begins with /")) {
            return null;
        }
        String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (prefix.isEmpty() || prefix.endsWith("/") || prefix.startsWith("//")) {
            value.wrong("a path with something between single slashes", "write for example /v1, or remove the key");
            return null;
        }
        return prefix;
    }

    private static boolean checked(Value value, String path, String expected) {
        String remedy = faultOf(path);
        if (remedy != null) {
            value.wrong(path.startsWith("/") ? "a path that a request can have" : expected, remedy);
        }
        return remedy == null;
    }

    /** How to mend what keeps a path from ever being that of a request, or null if nothing does. */
    private static @Nullable String faultOf(String path) {
        if (!path.startsWith("/")) {
            return "write for example /" + Shown.text(path);
        }
        if (path.length() > LONGEST) {
            return "shorten it to " + LONGEST + " characters";
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '?' || c == '#') {
                return "remove all from " + c + " on: it is never part of the path";
            }
            if (c <= ' ' || c > '~') {
                return "write the character at position " + (i + 1) + " percent-encoded, as clients send it";
            }
            if (c == '%' && !isEncoded(path, i)) {
                return "write two hexadecimal digits behind %, or %25 for % itself";
            }
        }
        for (String segment : path.replace("%2e", ".").replace("%2E", ".").split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return "remove the segments . and ..: they are gone when routes are matched";
            }
        }
        return null;
    }

    private static boolean isEncoded(String path, int at) {
        return at + 2 < path.length() && IpLiteral.number(path.substring(at + 1, at + 3), 16, 2) >= 0;
    }
}
