package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollTest {

    @TempDir
    private Path directory;

    private final ScriptedAdmin admin = new ScriptedAdmin();
    private final SimulatedPool pool = new SimulatedPool(admin, "a", "b", "c");
    private final CommandRun waybill = new CommandRun(admin.port());

    @BeforeEach
    void remember() {
        waybill.with("XDG_STATE_HOME", directory.toString());
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private int roll(String exec, String... more) {
        String[] arguments = Stream.concat(Stream.of("roll", "app", "--exec", exec), Stream.of(more))
                .toArray(String[]::new);
        return waybill.run(arguments);
    }

    private String log() throws IOException {
        Path log = directory.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private String logging(String more) {
        return "echo {pool} {server} {address} $WAYBILL_SERVER >> " + directory.resolve("log") + more;
    }

    private List<Path> remembered() throws IOException {
        Path state = directory.resolve("waybill");
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.toList();
        }
    }

    @Test
    void eachServerIsDrainedRunAndReadyAgainBeforeTheNext() throws Exception {
        assertEquals(0, roll(logging("")), waybill.err());
        assertEquals(List.of("a drain", "a ready", "b drain", "b ready", "c drain", "c ready"), pool.orders());
        assertEquals("app a 127.0.0.1:80 a\napp b 127.0.0.1:80 b\napp c 127.0.0.1:80 c\n", log());
        assertTrue(waybill.out().endsWith("\napp: rolled\n"), waybill.out());
        assertEquals(List.of(), remembered());
    }

    @Test
    void itStopsAtTheFirstCommandThatFailsAndGoesOnThereTheNextTime() throws Exception {
        String exec = logging("; test {server} != b || test -e " + directory.resolve("mended"));
        assertEquals(1, roll(exec));
        assertEquals(List.of("a drain", "a ready", "b drain", "b ready"), pool.orders());
        assertEquals(
                "waybill: roll of app stopped at app/b: the command ended with 1; app/b is ready again; the same command"
                        + " goes on there\n",
                waybill.err());
        Files.createFile(directory.resolve("mended"));
        assertEquals(0, roll(exec), waybill.err());
        assertTrue(waybill.out().startsWith("app/a: skipped, an earlier run finished it"), waybill.out());
        assertEquals(
                List.of("b drain", "b ready", "c drain", "c ready"),
                pool.orders().subList(4, 8));
        assertEquals(List.of(), remembered());
    }

    @Test
    void aServerThatCouldNotBePutBackIsTakenAgainThoughItsDrainIsNotOverYet() {
        pool.refuse("ready", true);
        assertEquals(1, roll("test {server} != b"));
        assertEquals(1, roll("test {server} != b"));
        pool.refuse("ready", false);
        assertEquals("drain", pool.state("a"));
        assertEquals(0, roll("test {server} != x", "--from-start"), waybill.err());
        assertTrue(waybill.out().startsWith("app/a: skipped, it is in drain"), waybill.out());
        assertEquals(1, roll("test {server} != b"));
        assertTrue(waybill.out().startsWith("app/a: done"), waybill.out());
    }

    @Test
    void aServerThatIsMadeReadyWhileItsRequestsEndIsNotRestarted() throws Exception {
        pool.inFlight("a", 1);
        Thread operator = new Thread(() -> {
            Waiting.until("a is drained", () -> pool.state("a").equals("drain"));
            pool.state("a", "ready").inFlight("a", 0);
        });
        operator.start();
        assertEquals(1, roll(logging(""), "--lease", "1h"));
        operator.join();
        assertTrue(waybill.err().contains("app/a: it is not drained any more"), waybill.err());
        assertEquals("", log());
    }

    @Test
    void fromStartForgets() {
        assertEquals(1, roll("test {server} != b"));
        assertEquals(1, roll("test {server} != b", "--from-start"));
        assertFalse(waybill.out().contains("skipped"), waybill.out());
        assertEquals(1, roll("test {server} != b"));
        assertTrue(waybill.out().contains("app/a: skipped"), waybill.out());
    }

    @Test
    void whatARollOfYesterdayFinishedIsDoneAgain() throws Exception {
        assertEquals(1, roll("test {server} != b"));
        Instant yesterday = Instant.now().minus(RollMemory.LONGEST).minusSeconds(1);
        Files.setLastModifiedTime(remembered().get(0), FileTime.from(yesterday));
        assertEquals(1, roll("test {server} != b"));
        assertFalse(waybill.out().contains("skipped"), waybill.out());
    }

    @Test
    void aTornLineOfTheMemoryIsNoFinishedServer() throws Exception {
        assertEquals(1, roll("test {server} != b"));
        Files.writeString(remembered().get(0), "DONE a\nDONE b");
        assertEquals(1, roll("test {server} != b"));
        assertTrue(waybill.err().contains("stopped at app/b"), waybill.err());
        assertEquals("DONE a\nBEGUN b\nLEFT b\n", Files.readString(remembered().get(0)));
    }

    @Test
    void requestsThatDoNotEndStopItAndTheCommandIsNotRun() throws Exception {
        pool.inFlight("b", 2);
        assertEquals(1, roll(logging(""), "--wait", "300ms"));
        assertTrue(waybill.err().contains("app/b: it still had 2 requests in flight after 300ms"), waybill.err());
        assertEquals("app a 127.0.0.1:80 a\n", log());
        assertEquals("ready", pool.state("b"));
    }

    @Test
    void checksThatDoNotPassStopIt() {
        pool.check("b", "L7STS");
        assertEquals(1, roll("true", "--wait", "300ms"));
        assertTrue(
                waybill.err().contains("app/b: its checks did not pass within 300ms: the last one said L7STS;"),
                waybill.err());
        assertEquals("ready", pool.state("b"));
        assertEquals("ready", pool.state("c"));
    }

    @Test
    void aServerThatIsReadyButGetsNoRequestsStopsIt() {
        pool.status("a", "NOLB");
        assertEquals(1, roll("true", "--wait", "300ms"));
        assertTrue(waybill.err().contains("it is ready, but gets no requests after 300ms: NOLB"), waybill.err());
    }

    @Test
    void serversWithoutChecksAreNotWaitedFor() {
        pool.check("a", "").check("b", "").check("c", "");
        assertEquals(0, roll("true", "--wait", "300ms"), waybill.err());
    }

    @Test
    void aCommandThatTakesTooLongIsEnded() throws Exception {
        long started = System.nanoTime();
        assertEquals(1, roll("sleep 20; " + logging(""), "--exec-timeout", "200ms"));
        assertTrue(waybill.err().contains("the command did not end within 200ms; app/a is ready"), waybill.err());
        assertTrue(System.nanoTime() - started < 10_000_000_000L);
        assertEquals("", log());
    }

    @Test
    void aDrainIsOrderedAgainWhileTheCommandRuns() {
        assertEquals(0, roll("sleep 1", "--lease", "1s", "--force"), waybill.err());
        assertTrue(pool.allOrders() >= 12, () -> pool.allOrders() + " orders");
    }

    @Test
    void serversThatAreOutAreLeftOut() {
        pool.state("a", "maint").state("b", "drain");
        assertEquals(0, roll("true", "--force"), waybill.err());
        assertTrue(waybill.out().startsWith("app/a: skipped, it is in maint\napp/b: skipped, it is in drain\n"));
        assertEquals(List.of("c drain", "c ready"), pool.orders());
    }

    @Test
    void theLastUsableServerIsNotDrainedUnlessForced() {
        pool.state("a", "maint").state("b", "maint");
        assertEquals(1, roll("true"));
        assertTrue(waybill.err().contains("app/c: it is the last usable server of app"), waybill.err());
        assertEquals(List.of(), pool.orders());
        assertEquals(0, roll("true", "--force"), waybill.err());
    }

    @Test
    void maintenanceThatSomebodyOrdersMeanwhileStays() {
        Thread somebody = new Thread(() -> {
            io.waybill.testkit.Waiting.until(
                    "a is drained", () -> pool.state("a").equals("drain"));
            pool.state("a", "maint");
        });
        somebody.start();
        assertEquals(1, roll("sleep 1", "--lease", "1s"));
        assertTrue(waybill.err().contains("somebody else has taken app/a into maintenance"), waybill.err());
        assertEquals("maint", pool.state("a"));
    }

    @Test
    void theResultCanBeJson() {
        pool.state("a", "maint");
        assertEquals(1, roll("test {server} != c", "--json"));
        for (String part : List.of(
                "\"result\" : \"failed\"",
                "\"server\" : \"app/a\",\n    \"result\" : \"skipped\"",
                "\"command_ms\" : ",
                "\"text\" : \"the command ended with 1\"")) {
            assertTrue(waybill.out().contains(part), waybill.out());
        }
    }

    @Test
    void twoEqualRollsDoNotRunAtTheSameTime() {
        AdminAddress address = AdminAddress.of("http://127.0.0.1:" + admin.port());
        try (RollMemory memory = RollMemory.open(directory.resolve("waybill"), address, "app", "true")) {
            assertNull(memory.mark("a"));
            assertEquals(1, roll("true"));
            assertTrue(waybill.err().contains("the same roll of app runs already"), waybill.err());
        }
        assertEquals(0, roll("true"), waybill.err());
    }

    @Test
    void aMemoryThatCannotBeWrittenIsSaidBeforeAnythingHappens() throws Exception {
        Files.writeString(directory.resolve("waybill"), "a file");
        assertEquals(1, roll("true"));
        assertTrue(waybill.err().contains("set XDG_STATE_HOME"), waybill.err());
        assertEquals(List.of(), pool.orders());
    }

    @ParameterizedTest
    @ValueSource(strings = {"roll app", "roll --exec true", "roll app --exec true --lease 500ms", "roll app --exec="})
    void wrongUseEndsWithTwo(String line) {
        assertEquals(2, waybill.line(line), waybill.err());
        assertEquals(List.of(), admin.asked());
    }

    @ParameterizedTest
    @CsvSource({"a-3.x_1, a-3.x_1", "10.0.0.1:80, 10.0.0.1:80", "[::1]:80, '''[::1]:80'''"})
    void valuesStandInAShellAsTheyAre(String value, String expected) {
        assertEquals(expected, ShellCommand.word(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "$(id)", "a'b", "`id`", "a;b", ""})
    void valuesThatMeanSomethingToAShellAreRefused(String value) {
        org.junit.jupiter.api.Assertions.assertThrows(CommandFailure.class, () -> ShellCommand.word(value));
    }
}
