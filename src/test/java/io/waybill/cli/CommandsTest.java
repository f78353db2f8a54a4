package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.LoadResult;
import io.waybill.config.Place;
import io.waybill.config.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> launched = new ArrayList<>();

    private LoadResult result = new LoadResult.Unreadable("waybill.yaml: cannot be read: no such file");

    private int waybill(String... arguments) {
        Output output = new Output(new PrintWriter(out, true), new PrintWriter(err, true));
        Map<String, String> environment = Map.of("WAYBILL_CONFIG", "from-environment.yaml");
        return new Commands(new Recorder(), environment::get, file -> result, output).execute(List.of(arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --config a.yaml", "run -c a.yaml", "run --config=a.yaml", "run -c=a.yaml"})
    void runServesWithTheNamedFile(String line) {
        assertEquals(0, waybill(line.split(" ")));
        assertEquals(List.of("run a.yaml"), launched);
    }

    @Test
    void runTakesTheFileOfTheEnvironmentWhenNoneIsNamed() {
        assertEquals(0, waybill("run"));
        assertEquals(List.of("run from-environment.yaml"), launched);
    }

    @Test
    void demoAndTrainAreLaunched() {
        waybill("demo");
        waybill("demo", "--port", "8123");
        waybill("train");
        assertEquals(List.of("demo 0", "demo 8123", "train"), launched);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --confg a.yaml",
                "run a.yaml",
                "run --config",
                "run -c a.yaml more",
                "demo --port x",
                "dem",
                "run --config --help me"
            })
    void wrongUseEndsWithTwoAndStartsNothing(String line) {
        assertEquals(2, waybill(line.split(" ")));
        assertEquals(List.of(), launched);
        assertTrue(err.toString().lines().count() > 1, err.toString());
    }

    @Test
    void waybillAloneSaysHowItIsUsed() {
        assertEquals(2, waybill());
        String usage = err.toString();
        for (String command : List.of("run", "check", "demo", "version")) {
            assertTrue(usage.contains("  " + command + " "), usage);
        }
        assertTrue(!usage.contains("  train"), usage);
    }

    @Test
    void helpIsNoMistake() {
        assertEquals(0, waybill("--help"));
        assertTrue(out.toString().contains("cannot bind an address"), out.toString());
        assertEquals(0, waybill("run", "--help"));
        assertEquals(List.of(), launched);
    }

    @Test
    void checkPrintsEveryProblemAndEndsWithThree() {
        result = new LoadResult.Wrong(List.of(problem(2), problem(9)), "00", List.of(), "00");
        assertEquals(3, waybill("check", "--config", "a.yaml"));
        assertEquals("", out.toString());
        assertEquals(
                List.of(problem(2).toString(), problem(9).toString()),
                err.toString().lines().toList());
    }

    @Test
    void checkOfAFileThatCannotBeReadEndsWithOne() {
        assertEquals(1, waybill("check", "-c", "a.yaml"));
        assertEquals("waybill.yaml: cannot be read: no such file\n", err.toString());
    }

    @Test
    void versionIsOneLineAndVerboseSaysWhatItRunsOn() {
        assertEquals(0, waybill("version"));
        assertEquals(1, out.toString().lines().count());
        assertTrue(out.toString().startsWith("waybill "), out.toString());
        assertEquals(0, waybill("version", "--verbose"));
        for (String line :
                List.of("jdk        ", "netty      4.", "transport  epoll\n", "tls        jdk, 17\n", "allocator  ")) {
            assertTrue(out.toString().contains(line), out.toString());
        }
        assertEquals(0, waybill("--version"));
    }

    @Test
    void theFirstUsualPlaceThatExistsIsTaken(@TempDir Path directory) throws Exception {
        Path first = directory.resolve("waybill.yaml");
        Path second = directory.resolve("etc.yaml");
        ConfigLocation location = new ConfigLocation(name -> null, List.of(first, second));
        assertNull(location.find(null));
        assertTrue(location.missing().contains(first + " or " + second), location.missing());
        Files.writeString(second, "");
        assertEquals(second, location.find(null));
        Files.writeString(first, "");
        assertEquals(first, location.find(null));
        assertEquals(Path.of("named.yaml"), location.find(Path.of("named.yaml")));
    }

    private static Problem problem(int line) {
        return new Problem(new Place("a.yaml", line, 1), "pools.api", "nothing", "a mapping", "write servers");
    }

    private final class Recorder implements Launcher {

        @Override
        public ExitCode run(Path config) {
            launched.add("run " + config);
            return ExitCode.DONE;
        }

        @Override
        public ExitCode demo(int port) {
            launched.add("demo " + port);
            return ExitCode.DONE;
        }

        @Override
        public ExitCode train() {
            launched.add("train");
            return ExitCode.DONE;
        }

        @Override
        public String transport() {
            return "epoll";
        }

        @Override
        public String tls() {
            return "jdk, 17";
        }
    }
}
