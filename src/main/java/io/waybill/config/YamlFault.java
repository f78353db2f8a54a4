package io.waybill.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Says what is wrong with a file that is not YAML at all. */
final class YamlFault {

    /** Stands where a problem has no keys that lead to it. */
    static final String PATH = "yaml";

    /** What a file with servers may hold. */
    static final String LIST_EXAMPLE = "[\"10.0.0.11:8080\"]";

    private YamlFault() {}

    static Problem empty(String file) {
        return new Problem(
                new Place(file, 1, 1),
                PATH,
                "an empty file",
                "a configuration",
                "write for example pools: {web: {servers: [\"127.0.0.1:8081\"]}}");
    }

    static Problem emptyList(String file) {
        return new Problem(
                new Place(file, 1, 1), PATH, "an empty file", "a list of servers", "write for example " + LIST_EXAMPLE);
    }

    static Problem of(YamlEngineException fault, String file, String text) {
        if (fault instanceof ReaderException unprintable) {
            return new Problem(
                    place(file, text, unprintable.getPosition()),
                    PATH,
                    String.format("the character U+%04X", unprintable.getCodePoint()),
                    "printable characters",
                    "remove it");
        }
        if (fault instanceof MarkedYamlEngineException marked) {
            Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
            if (mark.isPresent()) {
                return of(marked, mark.get(), file, text);
            }
        }
        return notYaml(new Place(file, 1, 1), String.valueOf(fault.getMessage()));
    }

    private static Problem of(MarkedYamlEngineException fault, Mark mark, String file, String text) {
        int tab = tabInIndentation(text, mark.getLine());
        if (tab >= 0) {
            return new Problem(
                    new Place(file, mark.getLine() + 1, tab + 1),
                    PATH,
                    "a tab",
                    "spaces",
                    "indent with spaces, YAML takes no tabs there");
        }
        Place place = new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
        String context = fault.getContext();
        String problem = fault.getProblem();
        return notYaml(place, context == null || context.isEmpty() ? problem : context + ", " + problem);
    }

    private static Problem notYaml(Place place, String reason) {
        return new Problem(
                place,
                PATH,
                "text that is not YAML (" + Shown.escaped(reason) + ")",
                "YAML 1.2",
                "look at quotes, brackets, colons and indentation here and in the line before");
    }

    /** The column of the first tab before the first other character than a space, or −1. */
    private static int tabInIndentation(String text, int line) {
        String wanted = text.lines().skip(line).findFirst().orElse("");
        for (int column = 0; column < wanted.length(); column++) {
            if (wanted.charAt(column) == '\t') {
                return column;
            }
            if (wanted.charAt(column) != ' ') {
                return -1;
            }
        }
        return -1;
    }

    /** The place of a code point, counted from 0. */
    static Place place(String file, String text, int codePoints) {
        int line = 1;
        int column = 1;
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        for (int i = 0; i < end; i += Character.charCount(text.codePointAt(i))) {
            boolean lineEnds = text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !text.startsWith("\n", i + 1));
            line += lineEnds ? 1 : 0;
            column = lineEnds ? 1 : column + 1;
        }
        return new Place(file, line, column);
    }
}
