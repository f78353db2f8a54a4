package io.waybill.control;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which people and programs change a file is noticed. */
class ConfigWatchTest {

    private static final Duration DEBOUNCE = Duration.ofMillis(30);

    @TempDir
    Path directory;

    private final AtomicInteger told = new AtomicInteger();
    private @Nullable ConfigWatch watch;

    private Path watched(Path file) throws IOException {
        watch = ConfigWatch.start(List.of(file), DEBOUNCE, told::incrementAndGet);
        Waiting.until("the first word has come", () -> told.get() > 0);
        return file;
    }

    private void noticed(String what, Change change) throws IOException {
        int before = told.get();
        change.make();
        Waiting.until(what + " is noticed", () -> told.get() > before);
    }

    private interface Change {
        void make() throws IOException;
    }

    @AfterEach
    void close() {
        if (watch != null) {
            watch.close();
        }
    }

    @Test
    void fileIsWrittenInPlaceReplacedDeletedAndMadeAnew() throws IOException {
        Path file = watched(Files.writeString(directory.resolve("waybill.yaml"), "1"));
        noticed("a write in place", () -> Files.writeString(file, "2"));
        noticed(
                "a rename over it",
                () -> Files.move(
                        Files.writeString(directory.resolve(".waybill.yaml.swp"), "3"),
                        file,
                        StandardCopyOption.REPLACE_EXISTING));
        noticed("that it is gone", () -> Files.delete(file));
        noticed("that it is back", () -> Files.writeString(file, "4"));
    }

    @Test
    void directoryBehindALinkIsSwappedAsForConfigMaps() throws IOException {
        for (String version : List.of("..1", "..2", "..3")) {
            Files.writeString(Files.createDirectory(directory.resolve(version)).resolve("waybill.yaml"), version);
        }
        Path data = directory.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..1"));
        Files.createSymbolicLink(directory.resolve("waybill.yaml"), Path.of("..data/waybill.yaml"));
        watched(directory.resolve("waybill.yaml"));
        for (String version : List.of("..2", "..3")) {
            noticed(
                    "the swap to " + version,
                    () -> Files.move(
                            Files.createSymbolicLink(directory.resolve("..tmp"), Path.of(version)),
                            data,
                            StandardCopyOption.ATOMIC_MOVE));
        }
        noticed(
                "a write to what it points to",
                () -> Files.writeString(directory.resolve("..3").resolve("waybill.yaml"), "later"));
    }

    @Test
    void filesThatAreFollowedLaterCountAndThoseLeftDoNot() throws IOException {
        Path first = watched(Files.writeString(directory.resolve("waybill.yaml"), "1"));
        Path other = Files.createDirectory(directory.resolve("more")).resolve("app.servers");
        Files.writeString(other, "[]");
        Objects.requireNonNull(watch).follow(List.of(first, other), DEBOUNCE);
        noticed("a write to the new one", () -> Files.writeString(other, "[1]"));
    }

    @Test
    void changeThatTheSystemTellsNothingOfIsSeenByALook() throws IOException {
        Path file = watched(Files.writeString(directory.resolve("waybill.yaml"), "1"));
        Path elsewhere = Files.createLink(
                Files.createDirectory(directory.resolve("elsewhere")).resolve("same"), file);
        noticed("a write by another name", () -> Files.writeString(elsewhere, "22"));
    }

    @Test
    void hundredQuickWritesAreFewWords() throws IOException {
        Path file = watched(Files.writeString(directory.resolve("waybill.yaml"), "1"));
        int before = told.get();
        noticed("the writes", () -> {
            for (int i = 0; i < 100; i++) {
                Files.writeString(file, "number " + i);
            }
        });
        assertTrue(told.get() - before < 20, told.get() - before + " words");
    }
}
