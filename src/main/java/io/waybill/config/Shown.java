package io.waybill.config;

import java.util.Collection;
import java.util.stream.Collectors;

/** Makes what stood in a file fit for a message: one line, of bearable length, without control characters. */
final class Shown {

    private static final int LONGEST_TEXT = 80;
    private static final int MOST_NAMES = 20;

    private Shown() {}

    static String text(String text) {
        if (text.isEmpty() || !text.equals(text.strip())) {
            return "\"" + escaped(text) + "\"";
        }
        return text.length() <= LONGEST_TEXT ? escaped(text) : escaped(text.substring(0, LONGEST_TEXT)) + "...";
    }

    /** {@code [a, b, c]}, cut when it is long. */
    static String names(Collection<String> names) {
        String shown =
                names.stream().sorted().limit(MOST_NAMES).map(Shown::text).collect(Collectors.joining(", "));
        return names.size() <= MOST_NAMES
                ? "[" + shown + "]"
                : "[" + shown + " and " + (names.size() - MOST_NAMES) + " more]";
    }

    /** Without control characters, whatever its length. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                escaped.append("\\n");
            } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
