package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path directory;

    private LoadResult read(byte[] bytes) throws IOException {
        Path file = directory.resolve("waybill.yaml");
        Files.write(file, bytes);
        return ConfigFile.read(file, Read.ENVIRONMENT::get);
    }

    private String problem(byte[] bytes) throws IOException {
        List<String> lines =
                assertInstanceOf(LoadResult.Wrong.class, read(bytes)).lines();
        assertEquals(1, lines.size(), lines.toString());
        return lines.get(0).replace(directory + "/", "");
    }

    @Test
    void theExampleThatIsDeliveredIsRight() {
        LoadResult.Loaded loaded = Read.loaded(Path.of("config/waybill.yaml"));
        assertEquals("config/waybill.yaml: ok: 1 listener, 3 routes, 2 pools, 4 servers", loaded.summary());
        assertEquals(List.of(loaded.summary()), loaded.lines());
    }

    @Test
    void theDigestIsThatOfTheBytes() throws IOException {
        byte[] bytes = Read.POOLS.getBytes(StandardCharsets.UTF_8);
        LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, read(bytes));
        LoadResult.Wrong wrong = assertInstanceOf(LoadResult.Wrong.class, read(new byte[0]));
        assertEquals(64, loaded.sha256().length());
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", wrong.sha256());
    }

    @Test
    void aFileThatCannotBeReadIsAnotherFailureThanAWrongOne() {
        Path missing = directory.resolve("missing.yaml");
        assertEquals(
                new LoadResult.Unreadable(missing + ": cannot read the file: it does not exist"),
                ConfigFile.read(missing, System::getenv));
        assertEquals(
                new LoadResult.Unreadable(directory + ": cannot read the file: it is a directory"),
                ConfigFile.read(directory, System::getenv));
    }

    @Test
    void relativeNamesBeginAtTheDirectoryOfTheFile() throws IOException {
        byte[] yaml = (Read.POOLS + "accessLog: {file: ../logs/access.log}").getBytes(StandardCharsets.UTF_8);
        LoadResult.Loaded loaded = assertInstanceOf(LoadResult.Loaded.class, read(yaml));
        assertEquals(
                directory.resolveSibling("logs/access.log").toAbsolutePath().toString(),
                loaded.config().accessLog().file());
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        byte[] bytes = ("\ufeff" + Read.POOLS).getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(LoadResult.Loaded.class, read(bytes));
    }

    @Test
    void bytesThatAreNotUtf8AreToldWithTheirPlace() throws IOException {
        byte[] bytes = "# gr\u00fcn\npools: \u00fc".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "waybill.yaml:1:5: yaml: found the byte 0xfc, expected UTF-8; save the file as UTF-8", problem(bytes));
    }

    @Test
    void aFileThatEndsInTheMiddleOfACharacterIsNotUtf8() throws IOException {
        byte[] bytes = Arrays.copyOf("# ü".getBytes(StandardCharsets.UTF_8), 3);
        assertTrue(problem(bytes).contains("found the byte 0xc3, expected UTF-8"));
    }

    @Test
    void moreThanSixteenMebibytesAreRefused() throws IOException {
        byte[] bytes = new byte[FileBytes.MAX_BYTES + 1];
        Arrays.fill(bytes, (byte) '#');
        assertEquals(
                "waybill.yaml:1:1: yaml: found more than 16MiB, expected at most that; use less of generated text, and"
                        + " anchors for what repeats itself",
                problem(bytes));
    }

    @Test
    void anEmptyFileIsToldSo() throws IOException {
        assertTrue(problem(new byte[0]).startsWith("waybill.yaml:1:1: yaml: found an empty file, expected"));
    }
}
