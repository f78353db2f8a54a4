package io.waybill.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in <code>${NAME}</code> and <code>${NAME:-default}</code>; <code>$${</code> stands for <code>${</code>. What
 * comes from the environment is text: it is not read as YAML, and not filled in again.
 */
final class Environment {

    private static final Pattern REFERENCE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}");

    private static final Pattern NAME_ALONE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}");

    private final Function<String, @Nullable String> variables;

    Environment(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    /**
     * The text with every reference filled in.
     *
     * @throws Unfilled if a variable is not set and has no default, or if a reference is malformed
     */
    String fill(String text) throws Unfilled {
        StringBuilder filled = new StringBuilder(text.length());
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
            if (at > from && text.charAt(at - 1) == '$') {
                filled.append(text, from, at - 1).append("${");
                from = at + 2;
                continue;
            }
            Matcher reference = REFERENCE.matcher(text).region(at + 2, text.length());
            if (!reference.lookingAt()) {
                throw new Unfilled(
                        text,
                        "${NAME} or ${NAME:-default}, where a name is made of letters, digits and _",
                        "write $${ for a literal ${");
            }
            filled.append(text, from, at).append(value(reference));
            from = reference.end();
        }
        return filled.append(text, from, text.length()).toString();
    }

    private String value(Matcher reference) throws Unfilled {
        String name = reference.group(1);
        String fallback = reference.group(2);
        String value = variables.apply(name);
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        if (value == null) {
            throw new Unfilled(
                    "${" + name + "}",
                    "an environment variable that is set",
                    "set " + name + ", or write a default: ${" + name + ":-...}");
        }
        return value;
    }

    /** A reference that cannot be filled in, in the words of a {@link Problem}. */
    static final class Unfilled extends Exception {

        private final String found;
        private final String expected;
        private final String remedy;

        Unfilled(String found, String expected, String remedy) {
            super(found, null, false, false);
            this.found = found;
            this.expected = expected;
            this.remedy = remedy;
        }

        Problem at(Place place, String path) {
            // what stands around a malformed reference may be the secret itself
            boolean hidden =
                    SecretReader.isSecret(path) && !NAME_ALONE.matcher(found).matches();
            String shown = hidden ? "a text with ${ that is no reference" : Shown.text(found);
            return new Problem(place, path, shown, expected, remedy);
        }
    }
}
