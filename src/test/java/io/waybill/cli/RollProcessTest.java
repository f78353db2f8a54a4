package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Waiting;
import io.waybill.testkit.WaybillProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A roll as a process of its own, ended by signals. */
class RollProcessTest {

    private static final int KILLED = 128 + 9;

    @TempDir
    private Path directory;

    private final ScriptedAdmin admin = new ScriptedAdmin();
    private final SimulatedPool pool = new SimulatedPool(admin, "a", "b", "c");

    @AfterEach
    void close() {
        admin.close();
    }

    private WaybillProcess roll() {
        String waits = "echo $$ > " + directory + "/{server}; test {server} != b || test -e " + directory
                + "/mended || sleep 30";
        return WaybillProcess.command(
                Map.of("WAYBILL_ADMIN", "http://127.0.0.1:" + admin.port(), "XDG_STATE_HOME", directory.toString()),
                "roll",
                "app",
                "--exec",
                waits);
    }

    private WaybillProcess rollUpToTheCommandOfB() {
        WaybillProcess roll = roll();
        Waiting.until("the command of b runs", () -> Files.exists(directory.resolve("b")));
        assertEquals("drain", pool.state("b"));
        return roll;
    }

    private boolean commandOfBRuns() throws Exception {
        long pid = Long.parseLong(Files.readString(directory.resolve("b")).strip());
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private void theSameCommandGoesOn() throws Exception {
        int before = pool.orders().size();
        Files.createFile(directory.resolve("mended"));
        try (WaybillProcess again = roll()) {
            assertEquals(0, again.exitCode(), again.output());
            assertTrue(again.output().contains("app/a: skipped, an earlier run finished it"), again.output());
        }
        List<String> orders = pool.orders();
        assertEquals(List.of("b ready", "c drain", "c ready"), orders.subList(orders.size() - 3, orders.size()));
        assertFalse(orders.subList(before, orders.size()).contains("a drain"), orders::toString);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void aSignalEndsTheCommandAndLeavesNothingDrained(String signal, int exitCode) throws Exception {
        try (WaybillProcess roll = rollUpToTheCommandOfB()) {
            roll.signal(signal);
            assertEquals(exitCode, roll.exitCode(), roll.output());
            assertTrue(
                    roll.output()
                            .endsWith("waybill: roll of app interrupted; app/b is ready again; the same command goes on"
                                    + " where it stopped\n"),
                    roll.output());
        }
        assertEquals("ready", pool.state("b"));
        assertFalse(commandOfBRuns());
        theSameCommandGoesOn();
    }

    @Test
    void afterAKillTheSameCommandGoesOnThoughTheServerIsStillDrained() throws Exception {
        try (WaybillProcess roll = rollUpToTheCommandOfB()) {
            roll.signal("KILL");
            assertEquals(KILLED, roll.exitCode());
        }
        assertEquals("drain", pool.state("b"));
        theSameCommandGoesOn();
    }
}
