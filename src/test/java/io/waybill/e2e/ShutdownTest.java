package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.KeepAliveClients;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Waiting;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What signals do to the real process and to the exchanges it carries. */
class ShutdownTest {

    private static final String POOL = "%s\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";
    private static final String ROTATED = "threads: 2\naccessLog: {file: access.log}";

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void runningExchangeFinishesWholeAndNothingNewIsTaken(String signal) {
        try (ScriptedServer server = ScriptedServer.start();
                WaybillProcess waybill = WaybillProcess.serving(POOL, "threads: 1", server.port());
                RawClient busy = RawClient.connect(waybill.port("edge"));
                RawClient idle = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request",
                    "write 200 keep-alive",
                    "read request",
                    "tell here",
                    "wait go",
                    HttpText.response(200, "whole"));
            Requests.bodyOfGet(idle);
            assertEquals("HTTP/1.1 200 OK", ready(waybill));
            busy.send(Requests.get("/slow"));
            server.await("here");

            waybill.signal(signal);

            assertTrue(idle.isClosedByPeer());
            assertEquals("HTTP/1.1 503 Service Unavailable", ready(waybill));
            assertThrows(UncheckedIOException.class, () -> RawClient.connect(waybill.port("edge")));
            assertTrue(waybill.isRunning());
            server.release("go");
            String response = busy.readResponse();
            assertEquals("whole", HttpText.body(response));
            assertEquals("close", HttpText.field(response, "Connection"));
            assertTrue(busy.isClosedByPeer());
            assertEquals(0, waybill.exitCode());
            String output = waybill.output();
            assertTrue(output.contains("stopping: signal=" + signal + " exchanges-in-flight=1"), output);
            assertTrue(output.contains("stopped: exchanges-finished=1 exchanges-cut=0"), output);
        }
    }

    @Test
    void exchangeThatTakesTooLongIsCutAndTheProcessStillEndsWithZero() {
        try (ScriptedServer server = ScriptedServer.start();
                WaybillProcess waybill =
                        WaybillProcess.serving(POOL, "threads: 1\nshutdownTimeout: 300ms", server.port());
                RawClient stuck = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here", "wait for ever");
            stuck.send(Requests.get("/"));
            server.await("here");

            waybill.signal("TERM");

            stuck.readUntilClose();
            assertEquals(0, waybill.exitCode());
            assertTrue(waybill.output().contains("stopped: exchanges-finished=0 exchanges-cut=1"), waybill::output);
        }
    }

    @Test
    void secondSignalEndsItAtOnce() {
        try (ScriptedServer server = ScriptedServer.start();
                WaybillProcess waybill =
                        WaybillProcess.serving(POOL, "threads: 1\nshutdownTimeout: 1h", server.port());
                RawClient stuck = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here", "wait for ever");
            stuck.send(Requests.get("/"));
            server.await("here");

            waybill.signal("TERM");
            waybill.awaitOutput("stopping: signal=TERM");
            waybill.signal("TERM");

            assertEquals(1, waybill.exitCode());
        }
    }

    @Test
    void responseThatHadBegunToKeepAliveEndsItsConnectionWhenItIsWhole() {
        try (ScriptedServer server = ScriptedServer.start();
                WaybillProcess waybill = WaybillProcess.serving(POOL, "threads: 1", server.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection(
                    "read request", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", "wait go", "raw 67890");
            client.send(Requests.get("/"));
            client.readHead();
            assertEquals(5, client.readBytes(5).length);

            waybill.signal("TERM");
            waybill.awaitOutput("stopping: signal=TERM");
            Waiting.until("it drains", () -> ready(waybill).contains("503"));
            server.release("go");

            assertEquals(5, client.readBytes(5).length);
            assertTrue(client.isClosedByPeer());
            assertEquals(0, waybill.exitCode());
        }
    }

    @Test
    void nothingIsLostFromTheAccessLogWhenItIsRotated() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                WaybillProcess waybill = WaybillProcess.serving(POOL, ROTATED, server.port())) {
            long answered;
            try (KeepAliveClients clients =
                    KeepAliveClients.start(4, waybill.port("edge"), number -> Requests.get("/" + number))) {
                for (int i = 0; i < 3; i++) {
                    clients.awaitMore(500);
                    Files.move(
                            waybill.directory().resolve("access.log"),
                            waybill.directory().resolve("access.log." + i));
                    waybill.signal("USR1");
                    Waiting.until(
                            "there is a new file",
                            () -> Files.exists(waybill.directory().resolve("access.log")));
                }
                clients.awaitMore(500);
                clients.close();
                assertEquals(List.of(), clients.problems());
                answered = clients.answered();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            waybill.signal("TERM");
            assertEquals(0, waybill.exitCode());

            long lines = 0;
            for (String file : List.of("access.log.0", "access.log.1", "access.log.2", "access.log")) {
                List<String> some = waybill.text(file).lines().toList();
                assertTrue(some.stream().allMatch(line -> line.contains(" -- ")), file);
                lines += some.size();
            }
            assertEquals(answered, lines);
        }
    }

    private static String ready(WaybillProcess waybill) {
        String request = "GET /ready HTTP/1.1\r\nHost: 127.0.0.1:" + waybill.adminPort() + "\r\n\r\n";
        return Requests.send(waybill.adminPort(), request).lines().findFirst().orElse("");
    }
}
