package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes of their own, against a Waybill that serves. */
class LiveCommandsTest {

    /** Without the watch, which would take a changed file before a command comes to it. */
    private static final String CONFIG = """
            reload: {watch: false}
            pools:
              app:
                servers: [{name: a, address: "127.0.0.1:%d"}, {name: b, address: "127.0.0.1:%d"}]
                check: {http: /healthz, interval: 200ms, timeout: 150ms, rise: 2, fall: 2}
            """;

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    private Path directory;

    private final ScriptedServer a = ScriptedServer.answering("a");
    private final ScriptedServer b = ScriptedServer.answering("b");
    private final RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, a.port(), b.port());

    @AfterEach
    void close() {
        waybill.close();
        a.close();
        b.close();
    }

    private WaybillProcess command(String... arguments) {
        return WaybillProcess.command(
                Map.of(
                        "WAYBILL_ADMIN",
                        "http://127.0.0.1:" + waybill.adminPort(),
                        "XDG_STATE_HOME",
                        directory.toString()),
                arguments);
    }

    private String done(int exitCode, String... arguments) {
        try (WaybillProcess process = command(arguments)) {
            assertEquals(exitCode, process.exitCode(), () -> Arrays.toString(arguments) + ": " + process.output());
            return process.output();
        }
    }

    /** Who answered two requests in a row: the last letter of each. */
    private List<String> twoServed() {
        String first = answer();
        String second = answer();
        return List.of(first.substring(first.length() - 1), second.substring(second.length() - 1));
    }

    private String answer() {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send(GET);
            return client.readResponse();
        }
    }

    @Test
    void drainWaitsForTheRequestThatRunsAndNoLonger() throws Exception {
        AtomicBoolean hold = new AtomicBoolean(true);
        AtomicInteger held = new AtomicInteger();
        a.always(request -> {
            if (!request.startsWith("GET /healthz")) {
                held.incrementAndGet();
                Waiting.until("the request may end", () -> !hold.get());
            }
            return HttpText.response(200, "a");
        });
        try (RawClient first = RawClient.connect(waybill.port("edge"));
                RawClient second = RawClient.connect(waybill.port("edge"))) {
            first.send(GET);
            second.send(GET);
            Waiting.until("a has a request", () -> held.get() == 1);
            String late = done(1, "drain", "app/a", "--wait", "300ms", "--reason", "deploy 42");
            assertTrue(late.contains("app/a still has 1 request in flight after 300ms; it stays drained"), late);
            String servers = done(0, "servers", "app");
            assertTrue(servers.matches("(?s).*app/a +127\\S+ +DRAIN .*drain by local: deploy 42\n.*"), servers);
            try (WaybillProcess drain = command("drain", "app/a", "--wait", "20s", "--json")) {
                Waiting.until(
                        "the second drain is ordered",
                        () -> waybillSays("/overrides").contains("\"drain\""));
                hold.set(false);
                assertEquals(0, drain.exitCode(), drain.output());
                assertTrue(drain.output().contains("\"drained\" : true"), drain.output());
            }
            assertEquals(200, HttpText.status(first.readResponse()));
            assertEquals(200, HttpText.status(second.readResponse()));
        }
        assertEquals(List.of("b", "b"), twoServed(), "a gets nothing while it is drained");
        done(0, "ready", "app/a");
        Waiting.until("a gets requests again", () -> answer().endsWith("a"));
    }

    @Test
    void aRollRestartsEveryServerAndNoRequestNotices() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        List<String> bad = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread load = inBackground(() -> {
            while (!stop.get()) {
                String answer = answer();
                if (HttpText.status(answer) == 200) {
                    good.incrementAndGet();
                } else {
                    bad.add(answer);
                }
            }
        });
        Thread restarts = inBackground(() -> {
            restart("a", a);
            restart("b", b);
        });
        String output = done(0, "roll", "app", "--exec", waitsForTheRestart(), "--wait", "20s");
        restarts.join();
        stop.set(true);
        load.join();
        assertTrue(output.contains("app/a: done") && output.endsWith("app: rolled\n"), output);
        assertEquals(List.of(), bad);
        assertTrue(good.get() > 10, () -> good + " requests");
        assertTrue(done(0, "overrides", "--json").contains("\"overrides\" : [ ]"), "nothing is left drained");
    }

    @Test
    void aServerThatDoesNotComeBackStopsTheRollAndTheNextOneGoesOnThere() throws Exception {
        String exec = waitsForTheRestart();
        Thread restarts = inBackground(() -> {
            restart("a", a);
            Waiting.until("b is to be restarted", () -> Files.exists(directory.resolve("old-b")));
            b.kill();
            create("new-b");
        });
        String output = done(1, "roll", "app", "--exec", exec, "--wait", "2s");
        restarts.join();
        assertTrue(output.contains("stopped at app/b: its checks did not pass within 2s"), output);
        assertTrue(output.contains("app/b is ready again"), output);
        assertEquals(List.of("a", "a"), twoServed(), "b gets no requests, as its checks fail");
        b.restart();
        String again = done(0, "roll", "app", "--exec", exec, "--wait", "20s");
        assertTrue(again.startsWith("app/a: skipped"), again);
    }

    @Test
    void aRollThatIsKilledLeavesNothingDrained() throws Exception {
        try (WaybillProcess roll = command("roll", "app", "--exec", "sleep 30", "--lease", "1s")) {
            Waiting.until(
                    "a is drained", () -> waybillSays("/pools/app/servers/a").contains("\"drain\""));
            roll.signal("KILL");
            roll.exitCode();
        }
        Waiting.until(
                "the drain ends", () -> waybillSays("/pools/app/servers/a").contains("\"ready\""));
        Waiting.until("a gets requests again", () -> answer().endsWith("a"));
    }

    @Test
    void reloadAndDiffTellWhatChanges() throws Exception {
        Path file = waybill.directory().resolve("waybill.yaml");
        String changed = Files.readString(file).replace("{name: b,", "{name: b, weight: 4,");
        Path other = Files.writeString(directory.resolve("other.yaml"), changed);
        String diff = done(0, "diff", "--config", other.toString());
        assertTrue(diff.startsWith("~ ") && diff.contains("app/b"), diff);
        assertTrue(done(0, "reload").startsWith("unchanged"), "the file is as it was");
        Files.writeString(file, changed);
        String reload = done(0, "reload");
        assertTrue(reload.startsWith("~ ") && reload.contains("applied: version "), reload);
        Files.writeString(other, "pools: {}\nnonsense: 1\n");
        assertTrue(done(3, "diff", "--config", other.toString()).contains(":2:1: nonsense"), "every problem");
    }

    private String waybillSays(String path) {
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            return HttpText.body(client.readResponse());
        }
    }

    /** A command that asks the test to restart its server, and waits until that is done. */
    private String waitsForTheRestart() {
        return "touch " + directory + "/old-{server}; until test -e " + directory
                + "/new-{server}; do sleep 0.05; done";
    }

    private void restart(String name, ScriptedServer server) {
        Waiting.until(name + " is to be restarted", () -> Files.exists(directory.resolve("old-" + name)));
        server.kill();
        server.restart();
        create("new-" + name);
    }

    private void create(String file) {
        try {
            Files.createFile(directory.resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Thread inBackground(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }
}
