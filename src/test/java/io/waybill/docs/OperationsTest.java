package io.waybill.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.cli.ExitCode;
import io.waybill.exchange.Failure;
import io.waybill.http.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that an operator reads at night knows everything that Waybill may say. */
class OperationsTest {

    private static final String PAGE = Documents.text("docs/operations.md");

    /** The fixed phrase of a line of the application log: what stands before the first colon. */
    private static final Pattern PHRASE =
            Pattern.compile("(?:LOG\\s*\\.(?:info|warn|error)|complain)\\(\\s*\"([a-z][a-z -]+)[:\"]");

    @Test
    void everyFailureIsInTheTableWithItsStatusAndLetter() {
        List<String> missing = Arrays.stream(Failure.values())
                .map(failure -> "| `" + failure.word() + "` | "
                        + (failure.status() == 0 ? "none" : String.valueOf(failure.status())) + " | "
                        + failure.cause() + " |")
                .filter(row -> !PAGE.contains(row))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyRefusalIsInTheTableWithItsStatus() {
        List<String> missing = Arrays.stream(Refusal.values())
                .map(refusal -> "| " + refusal.sentence() + " | " + refusal.status() + " |")
                .filter(row -> !PAGE.contains(row))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyPhraseOfTheLogIsThere() {
        Set<String> phrases = new TreeSet<>();
        Documents.files("src/main/java", ".java")
                .forEach(file ->
                        PHRASE.matcher(Documents.text(file)).results().forEach(match -> phrases.add(match.group(1))));
        assertTrue(phrases.size() >= 12, () -> "few phrases, are they still found? " + phrases);
        List<String> missing =
                phrases.stream().filter(phrase -> !PAGE.contains("`" + phrase)).toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyExitCodeIsThere() {
        for (ExitCode code : ExitCode.values()) {
            assertTrue(PAGE.contains("\n| " + code.code() + " | "), code::toString);
        }
    }
}
