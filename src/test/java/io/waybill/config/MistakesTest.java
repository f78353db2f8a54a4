package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an operator reads after a mistake, word for word. The table is {@code mistakes.txt}: each entry is a file,
 * a line {@code =>}, and every line that is printed for it; a line {@code ----} parts entries.
 */
class MistakesTest {

    /** @param schemaKnows whether the schema refuses the file as well; the line is then {@code => and schema} */
    record Mistake(String yaml, List<String> expected, boolean schemaKnows) {

        @Override
        public String toString() {
            return yaml.strip().lines().collect(Collectors.joining(" / "));
        }
    }

    static List<Mistake> mistakes() throws IOException {
        try (InputStream in = MistakesTest.class.getResourceAsStream("mistakes.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Mistake> mistakes = new ArrayList<>();
            for (String entry : table.split("(?m)^----\n", -1)) {
                if (entry.isBlank()) {
                    continue;
                }
                String[] parts = entry.split("(?m)^=>( and schema)?\n", -1);
                mistakes.add(new Mistake(
                        parts[0].replace("@POOLS\n", Read.POOLS),
                        parts[1].lines().toList(),
                        entry.contains("\n=> and schema\n")));
            }
            return mistakes;
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isToldWordForWord(Mistake mistake) {
        assertEquals(
                String.join("\n", mistake.expected()),
                String.join("\n", Read.problems(mistake.yaml())).replace(Read.DIRECTORY.toString(), "@DIRECTORY"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isOneLineThatSaysWhereWhatAndHow(Mistake mistake) {
        for (String line : mistake.expected()) {
            assertTrue(
                    line.matches("[a-z-]+\\.[a-z]+:\\d+:\\d+: \\S.*: found .+, expected .+; .+"),
                    () -> "not so: " + line);
        }
    }

    @Test
    void areManyInTheTable() throws IOException {
        assertTrue(mistakes().size() >= 100);
        assertEquals(
                mistakes().size(),
                mistakes().stream().map(Mistake::yaml).distinct().count());
    }

    @Test
    void areToldTogetherAndInTheOrderOfTheFile() {
        List<String> problems = Read.problems("""
                threads: many
                routes:
                  - {pool: wob, path: /x}
                  - {pool: web, wieght: 3}
                pools:
                  web: {servers: ["127.0.0.1"], balance: best}
                timeouts: {connect: 2}
                """);
        assertEquals(
                List.of("1:10", "3:12", "3:23", "4:17", "6:19", "6:42", "7:21"),
                problems.stream()
                        .map(line -> line.replaceFirst("waybill\\.yaml:(\\d+:\\d+): .*", "$1"))
                        .toList());
    }

    static Stream<String> texts() {
        return Stream.of("a\u0007b", "a\u001b[31mred", "x\u2028y", "a\\nb: c");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void cannotForgeALineOrColourATerminal(String text) {
        String escaped = text.chars()
                .mapToObj(c -> c == '\\' ? "\\" : c < ' ' || c > '~' ? String.format("\\u%04x", c) : "" + (char) c)
                .collect(Collectors.joining());
        for (String problem : Read.problems(Read.POOLS + "transport: \"" + escaped + "\"\n\"" + escaped + "\": 1\n")) {
            assertTrue(problem.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028'), problem);
        }
        assertEquals(
                2,
                Read.problems(Read.POOLS + "transport: \"" + escaped + "\"\n\"" + escaped + "\": 1\n")
                        .size());
    }
}
