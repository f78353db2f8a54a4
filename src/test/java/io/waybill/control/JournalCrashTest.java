package io.waybill.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Waiting;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in the middle of what it writes, again and again. */
class JournalCrashTest {

    private static final long LONGEST_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    @TempDir
    private Path directory;

    @TempDir
    private Path outside;

    private final Random random = new Random(42);
    private int last;

    @Test
    void twentyKillsLeaveTheOldOrTheNewFile() throws IOException, InterruptedException {
        killAndRead(20);
    }

    @Test
    @Tag("soak")
    void twoHundredKillsLeaveTheOldOrTheNewFile() throws IOException, InterruptedException {
        killAndRead(200);
    }

    private void killAndRead(int times) throws IOException, InterruptedException {
        Path file = directory.resolve("waybill.state");
        for (int time = 0; time < times; time++) {
            int[] told = runAndKill(file);
            assertTrue(files().size() <= 2, "temporary files pile up");
            List<ServerOverride> read = new Journal(file).read();
            if (read.isEmpty() && last == 0 && told[0] == 0) {
                // killed in its very first write
                continue;
            }
            int number = (int) read.get(0).at().getEpochSecond();
            assertEquals(JournalLoop.overrides(number), read);
            assertTrue(
                    number == told[0] || number == told[1],
                    "holds " + number + ", though " + told[0] + " was written and " + told[1] + " begun");
            assertEquals(List.of("waybill.state"), files());
            last = number;
        }
    }

    /** The number that it said it had written last, and that which it had begun to write. */
    private int[] runAndKill(Path file) throws IOException, InterruptedException {
        Path output = outside.resolve("output");
        Process process = new ProcessBuilder(
                        WaybillProcess.java(JournalLoop.class.getName(), file.toString(), String.valueOf(last + 1)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        Waiting.until("it writes", () -> output.toFile().length() > 0 || !process.isAlive());
        LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_LIFE_NANOS));
        process.destroyForcibly();
        process.waitFor();
        int written = last;
        int begun = last;
        for (String line : Files.readAllLines(output)) {
            int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
            begun = number;
            written = line.startsWith("written ") ? number : written;
        }
        return new int[] {written, begun};
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
