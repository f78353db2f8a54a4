package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    private final CommandRun waybill = new CommandRun(1);

    @Test
    void bashCompletesCommandsAndOptions(@TempDir Path directory) throws Exception {
        assertEquals(0, waybill.run("completion", "bash"), waybill.err());
        Path script = Files.writeString(directory.resolve("waybill.bash"), waybill.out());
        assertEquals("drain", completed(script, "waybill", "dra"));
        assertEquals("--reason", completed(script, "waybill", "drain", "--rea"));
        assertEquals("", completed(script, "waybill", "trai"));
    }

    @Test
    void zshFindsItsFirstLine() {
        assertEquals(0, waybill.run("completion", "zsh"), waybill.err());
        assertTrue(waybill.out().startsWith("#compdef waybill\n"));
        assertTrue(waybill.out().contains("bashcompinit"));
    }

    /** What a real bash offers for the last word. */
    private static String completed(Path script, String... words) throws Exception {
        StringBuilder array = new StringBuilder();
        for (String word : words) {
            array.append('"').append(word).append("\" ");
        }
        String program = "source '" + script + "'; COMP_WORDS=(" + array + "); COMP_CWORD=" + (words.length - 1)
                + "; COMP_LINE='" + String.join(" ", words)
                + "'; COMPREPLY=(); _complete_waybill 2>&-; echo ${COMPREPLY[*]}";
        Process bash = new ProcessBuilder("bash", "-c", program)
                .redirectErrorStream(true)
                .start();
        return new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    }
}
