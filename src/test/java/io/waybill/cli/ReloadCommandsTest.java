package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadCommandsTest {

    private static final String APPLIED = """
            {"result":"applied","version":4,"took_ms":12.3,"changes":{"added":["server app/a4"],
            "changed":["server app/a3: weight 1 -> 4"],"removed":["listener old"],"closing":[]},
            "notices":["threads counts from the next start"]}""";
    private static final String REJECTED =
            "{\"result\":\"rejected\",\"error\":\"wrong\",\"problems\":[\"a.yaml:1:1: x\"," + "\"a.yaml:2:1: y\"]}";

    private final ScriptedAdmin admin = new ScriptedAdmin();
    private final CommandRun waybill = new CommandRun(admin.port());

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void reloadTellsWhatIsDifferentNow() {
        admin.on("POST /reload", 200, APPLIED);
        assertEquals(0, waybill.run("reload"));
        assertEquals("""
                + server app/a4
                ~ server app/a3: weight 1 -> 4
                - listener old
                applied: version 4 after 12 ms
                """, waybill.out());
        assertEquals("note: threads counts from the next start\n", waybill.err());
    }

    @Test
    void reloadOfAWrongFileTellsEveryProblemAndEndsWithThree() {
        admin.on("POST /reload", 422, REJECTED);
        assertEquals(3, waybill.run("reload"));
        assertEquals("a.yaml:1:1: x\na.yaml:2:1: y\n", waybill.err());
        assertEquals("", waybill.out());
        assertEquals(3, waybill.run("reload", "--json"));
        assertTrue(waybill.out().contains("\"result\" : \"rejected\""), waybill.out());
    }

    @Test
    void reloadOfTheSameFileSaysSo() {
        admin.on("POST /reload", 200, "{\"result\":\"unchanged\",\"version\":3}");
        assertEquals(0, waybill.run("reload"));
        assertEquals("unchanged: this is the configuration that serves\n", waybill.out());
    }

    @Test
    void reloadThatIsRefusedOrBrokenEndsWithOne() {
        admin.on("POST /reload", 500, "oops\n");
        assertEquals(1, waybill.run("reload"));
        assertEquals("waybill: oops\n", waybill.err());
        admin.on("POST /reload", 422, "not json\n");
        assertEquals(1, waybill.run("reload"));
    }

    @Test
    void dryRunAsksForNoChange() {
        admin.on("POST /reload?dryRun=true", 200, APPLIED);
        assertEquals(0, waybill.run("reload", "--dry-run"));
        assertTrue(waybill.out().endsWith("valid, no connection would have to close\n"), waybill.out());
    }

    @Test
    void diffSendsTheTextOfTheFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("new.yaml"), "pools: {\"ä\": {}}\n");
        admin.on(
                "POST /reload?dryRun=true",
                200,
                APPLIED.replace("[],\"", "[]").replace("\"closing\":[]", "\"closing\":[\"listener old\"]"));
        assertEquals(0, waybill.run("diff", "--config", file.toString()));
        assertTrue(waybill.out().contains("! closes listener old\nvalid, connections would have"), waybill.out());
        assertEquals(
                "POST /reload?dryRun=true {\"configuration\":\"pools: {\\\"Ã¤\\\": {}}\\n\"}",
                admin.asked().get(0));
    }

    @Test
    void diffOfAWrongFileEndsWithThreeAndOfNoneWithOne(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("new.yaml"), "x");
        admin.on("POST /reload?dryRun=true", 422, REJECTED);
        assertEquals(3, waybill.run("diff", "-c", file.toString()));
        assertEquals("a.yaml:1:1: x\na.yaml:2:1: y\n", waybill.err());
        Path none = directory.resolve("none.yaml");
        assertEquals(1, waybill.run("diff", "-c", none.toString()));
        assertEquals("waybill: " + none + ": cannot be read: no such file\n", waybill.err());
    }

    @Test
    void diffWithoutDifferenceSaysSo(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("new.yaml"), "x");
        admin.on("POST /reload?dryRun=true", 200, "{\"result\":\"applied\",\"changes\":{}}");
        assertEquals(0, waybill.run("diff", "-c", file.toString()));
        assertEquals("valid, no difference\n", waybill.out());
    }
}
