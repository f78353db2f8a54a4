package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The ways in which a changed file comes to serve without anybody calling a method: a signal, and the watch. */
class ReloadByFileTest {

    private static final String REST = "admin: {address: \"127.0.0.1:0\"}\naccessLog: {file: \"off\"}\n";
    private static final String PROCESS = "threads: 1\nshutdownTimeout: 300ms\nreload: {watch: false}\n"
            + "listeners: {edge: {address: \"127.0.0.1:0\"}%s}\n"
            + "pools: {app: {servers: [\"127.0.0.1:%d\"]}}\n" + REST;
    private static final String MORE = ", more: {address: \"127.0.0.1:0\"}";

    private static void write(WaybillProcess waybill, String text) throws IOException {
        Files.writeString(waybill.directory().resolve("waybill.yaml"), text);
    }

    private static String process(String more, int port) {
        return String.format(Locale.ROOT, PROCESS, more, port);
    }

    @Test
    void processThatIsSentHupServesTheNewFileAndNotABrokenOne() throws IOException {
        try (ScriptedServer first = ScriptedServer.answering("first");
                ScriptedServer second = ScriptedServer.answering("second");
                WaybillProcess waybill = WaybillProcess.serving(process("", first.port()));
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            assertEquals("first", Requests.bodyOfGet(client));
            write(waybill, process("", second.port()) + "pols: {}\n");
            waybill.signal("HUP");
            waybill.awaitOutput("configuration rejected: file=").awaitOutput("waybill.yaml:8:1: pols");
            assertEquals("first", Requests.bodyOfGet(client));
            write(waybill, process("", second.port()));
            waybill.signal("HUP");
            waybill.awaitOutput("cause=signal took-ms=");
            assertEquals("second", Requests.bodyOfGet(client));
            waybill.signal("HUP");
            waybill.awaitOutput("configuration unchanged: file=");
        }
    }

    @Test
    void exchangeOnAListenerThatIsGoneIsCutAfterTheTimeOfAShutdown() throws IOException {
        try (ScriptedServer server = ScriptedServer.start();
                WaybillProcess waybill = WaybillProcess.serving(process(MORE, server.port()));
                RawClient stuck = RawClient.connect(waybill.port("more"));
                RawClient kept = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "tell here", "wait for ever");
            server.onNextConnection("read request", HttpText.response(200, "ok"));
            stuck.send(Requests.get("/"));
            server.await("here");
            write(waybill, process("", server.port()));
            waybill.signal("HUP");
            stuck.readUntilClose();
            waybill.awaitOutput(
                    "listener cut: listener=more address=127.0.0.1:" + waybill.port("more") + " connections=1");
            assertEquals("ok", Requests.bodyOfGet(kept));
        }
    }

    @Test
    void halfOfAFileIsToldAndTheWholeOneServes() throws IOException {
        try (ScriptedServer a = ScriptedServer.answering("a");
                ScriptedServer b = ScriptedServer.answering("b");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        "reload: {debounce: 20ms}\npools: {app: {servers: [\"127.0.0.1:%d\"]}}\n", a.port())) {
            String whole = RunningWaybill.completed(String.format(
                    Locale.ROOT, "reload: {debounce: 20ms}\npools: {app: {servers: [\"127.0.0.1:%d\"]}}\n", b.port()));
            Path file = ReloadTest.file(waybill);
            int half = whole.indexOf("\"127");
            Files.writeString(file, whole.substring(0, half));
            Waiting.until(
                    "the half is told",
                    () -> !Statistics.of(waybill).text("/config/last_error").isEmpty());
            assertEquals("a", Requests.bodyOfGet(waybill.port("edge")));
            Files.writeString(file, whole.substring(half), StandardOpenOption.APPEND);
            Statistics.of(waybill).await("/config/version", 2);
            assertEquals("b", Requests.bodyOfGet(waybill.port("edge")));
            assertEquals("", Statistics.of(waybill).text("/config/last_error"));
        }
    }

    @Test
    void listOfServersThatAnotherProgramWritesIsFollowed() throws IOException {
        try (ScriptedServer a = ScriptedServer.answering("a");
                ScriptedServer b = ScriptedServer.answering("b");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        "reload: {debounce: 20ms}\npools: {app: {servers: [\"127.0.0.1:%d\"]}}\n", a.port())) {
            Path lists = Files.createDirectory(waybill.directory().resolve("lists"));
            replace(lists, "- 127.0.0.1:" + a.port() + "\n");
            ReloadTest.write(waybill, "reload: {debounce: 20ms}\npools: {app: {serversFile: lists/app.servers}}\n");
            Statistics.of(waybill).await("/config/version", 2);
            replace(lists, "- 127.0.0.1:" + a.port() + "\n- 127.0.0.1:" + b.port() + "\n");
            Statistics.of(waybill).await("/config/version", 3);
            assertTrue(Requests.bodiesOfGets(waybill.port("edge"), 2).containsAll(List.of("a", "b")));
            replace(lists, "- 127.0.0.1:nonsense\n");
            Waiting.until(
                    "its line is told",
                    () -> Statistics.of(waybill).text("/config/last_error").contains("app.servers:1:"));
            replace(lists, "- 127.0.0.1:" + b.port() + "\n");
            Statistics.of(waybill).await("/config/version", 4);
            assertEquals("b", Requests.bodyOfGet(waybill.port("edge")));
        }
    }

    private static void replace(Path lists, String text) throws IOException {
        Files.move(
                Files.writeString(lists.resolve(".new"), text),
                lists.resolve("app.servers"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
