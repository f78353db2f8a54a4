package io.waybill.control;

import static io.waybill.control.Configured.override;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ServerOverride.Aspect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    private static final List<ServerOverride> SOME = List.of(
            override("app/a1", Aspect.STATE, "ready", "drain", Duration.ofMinutes(15)),
            override("app/[::1]:80", Aspect.WEIGHT, "4", "0"),
            override("app/a9", Aspect.MEMBER, null, "10.0.0.9:80"),
            new ServerOverride(
                    Configured.id("web/w1"),
                    Aspect.MEMBER,
                    "10.0.0.1:80",
                    "removed",
                    "local",
                    Configured.NOON.plusNanos(1),
                    "\"quoted\"\n and \u00e4 \u2028 \\",
                    null));

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("waybill.state");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        new Journal(file()).write(SOME);
        assertEquals(SOME, new Journal(file()).read());
        assertEquals(List.of("waybill.state"), files());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aFileThatIsNotThereHoldsNothingAndIsNotMadeForNothing() throws IOException {
        Journal journal = new Journal(file());
        assertEquals(List.of(), journal.read());
        journal.write(List.of());
        assertEquals(List.of(), files());
    }

    @Test
    void theEndOfTheLastOverrideIsWritten() throws IOException {
        new Journal(file()).write(SOME);
        Journal later = new Journal(file());
        later.read();
        later.write(List.of());
        assertEquals(List.of(), new Journal(file()).read());
        assertEquals(List.of("waybill.state"), files());
    }

    @Test
    void everyTornFileIsSetAside() throws IOException {
        new Journal(file()).write(SOME);
        byte[] whole = Files.readAllBytes(file());
        // the last byte is the line feed behind the last brace
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            assertEquals(List.of(), new Journal(file()).read());
            assertFalse(Files.exists(file()), "still there, cut after " + length);
            String aside = files().get(0);
            assertTrue(aside.startsWith("waybill.state.broken-20"), aside);
            assertEquals(length, Files.size(directory.resolve(aside)));
            Files.delete(directory.resolve(aside));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listeners: {edge: {address: \"127.0.0.1:80\"}}",
                "{}",
                "[]",
                "null",
                "{\"format\": \"other\", \"version\": 1, \"overrides\": []}",
                "{\"format\": \"waybill-state\", \"version\": 2, \"overrides\": []}",
                "{\"format\": \"waybill-state\", \"version\": \"1\", \"overrides\": []}",
                "{\"format\": \"waybill-state\", \"version\": 1}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [], \"more\": 1}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": []} {}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [7]}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [{\"object\": \"server app/a1\"}]}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [{\"object\": \"server app/a1\","
                        + " \"aspect\": \"state\", \"value\": \"gone\", \"by\": \"x\","
                        + " \"at\": \"2030-01-01T12:00:00Z\", \"reason\": \"\"}]}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [{\"object\": \"server app/a1\","
                        + " \"aspect\": \"mood\", \"value\": \"drain\", \"by\": \"x\","
                        + " \"at\": \"2030-01-01T12:00:00Z\", \"reason\": \"\"}]}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [{\"object\": \"server app/a1\","
                        + " \"aspect\": \"state\", \"value\": \"drain\", \"by\": \"x\", \"at\": \"noon\", \"reason\": \"\"}]}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [{\"object\": \"server app/a1\","
                        + " \"aspect\": \"state\", \"value\": \"drain\", \"by\": \"x\","
                        + " \"at\": \"+1000000000-12-31T00:00:00Z\", \"reason\": \"\", \"ttl\": \"PT15M\"}]}",
                "{\"format\": \"waybill-state\", \"version\": 1, \"overrides\": [{\"object\": \"listener edge\","
                        + " \"aspect\": \"state\", \"value\": \"drain\", \"by\": \"x\","
                        + " \"at\": \"2030-01-01T12:00:00Z\", \"reason\": \"\"}]}",
                "\uD800"
            })
    void aForeignFileIsSetAsideAsItIs(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file(), bytes);
        Journal journal = new Journal(file());
        assertEquals(List.of(), journal.read());
        assertEquals(1, files().size());
        assertTrue(files().get(0).startsWith("waybill.state.broken-"));
        assertEquals(text, text.equals("\uD800") ? text : Files.readString(directory.resolve(files().get(0))));
        journal.write(SOME);
        assertEquals(SOME, new Journal(file()).read());
    }

    @Test
    void bytesThatAreNoTextAndDirectoriesAreSetAsideToo() throws IOException {
        Files.write(file(), new byte[] {(byte) 0xff, 0, 1, 2});
        assertEquals(List.of(), new Journal(file()).read());
        Files.createDirectory(file());
        assertEquals(List.of(), new Journal(file()).read());
        assertEquals(2, files().size());
        assertTrue(files().stream().allMatch(name -> name.startsWith("waybill.state.broken-")));
    }

    @Test
    void theRestOfAnInterruptedWriteIsRemoved() throws IOException {
        new Journal(file()).write(SOME);
        Files.writeString(directory.resolve("waybill.state.tmp"), "{\"format\": \"waybill-st");
        assertEquals(SOME, new Journal(file()).read());
        assertEquals(List.of("waybill.state"), files());
        Files.writeString(directory.resolve("waybill.state.tmp"), "once more");
        new Journal(file()).write(SOME.subList(0, 1));
        assertEquals(SOME.subList(0, 1), new Journal(file()).read());
        assertEquals(List.of("waybill.state"), files());
    }

    @Test
    void aSymbolicLinkStaysOneAndWhatItPointsToIsWritten() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere")).resolve("real.state");
        new Journal(elsewhere).write(SOME);
        Files.createSymbolicLink(file(), elsewhere);
        Journal journal = new Journal(file());
        assertEquals(SOME, journal.read());
        journal.write(SOME.subList(0, 2));
        assertTrue(Files.isSymbolicLink(file()));
        assertEquals(SOME.subList(0, 2), new Journal(elsewhere).read());
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingBeside() throws IOException {
        Journal journal = new Journal(file());
        journal.write(SOME);
        // a directory where the temporary file would be: as good as a directory without rights, also for root
        Path blocked = directory.resolve("waybill.state.tmp");
        Files.createDirectory(blocked);
        Files.writeString(blocked.resolve("full"), "");
        assertThrows(IOException.class, () -> journal.write(List.of()));
        assertEquals(SOME, new Journal(file()).read());
    }

    @Test
    void theWriterSaysWhetherAChangeIsKept() throws IOException {
        try (JournalWriter writer = new JournalWriter(new Journal(file()))) {
            assertTrue(writer.write(SOME).join());
        }
        assertEquals(SOME, new Journal(file()).read());
        try (JournalWriter writer = new JournalWriter(new Journal(directory.resolve("no/such/directory/state")))) {
            assertFalse(writer.write(SOME).join());
            assertTrue(writer.write(List.of()).join(), "nothing is to be kept");
        }
    }

    @Test
    void ofManyChangesAtOnceTheLastIsInTheFileAndAllAreToldSo() throws IOException {
        List<CompletableFuture<Boolean>> kept = new ArrayList<>();
        JournalWriter writer = new JournalWriter(new Journal(file()));
        for (int weight = 0; weight <= 200; weight++) {
            kept.add(writer.write(List.of(override("app/a1", Aspect.WEIGHT, "1", "" + weight))));
        }
        writer.close();
        kept.forEach(one -> assertTrue(one.isDone() && one.join()));
        assertEquals("200", new Journal(file()).read().get(0).value());
        assertFalse(writer.write(SOME).join(), "closed");
    }
}
