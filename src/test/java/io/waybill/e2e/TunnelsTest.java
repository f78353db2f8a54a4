package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a tunnel ends, for both sides and for the operator: what was meant is told from what broke. */
class TunnelsTest {

    private static final String CONFIG = "accessLog: {file: access.log, format: json}\nshutdownTimeout: 300ms\n"
            + "pools: {web: {servers: [\"127.0.0.1:%d\"], timeouts: {idle: 100ms, tunnel: 700ms}}}\n";
    private static final String ASK = "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x-echo\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x-echo\r\n\r\n";

    private final ScriptedServer server = ScriptedServer.start();
    private final RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());
    private final RawClient client = RawClient.connect(waybill.port("edge"));

    @BeforeEach
    void open() {
        server.onNextConnection(
                "read request", SWITCH, "read 4 bytes", "raw pong!", "tell there", "wait go", "tell went", "close");
    }

    private void talk() {
        assertEquals(101, HttpText.status(client.send(ASK).readResponse()));
        client.send("ping");
        assertEquals("pong!", new String(client.readBytes(5), StandardCharsets.ISO_8859_1));
        server.await("there");
    }

    @AfterEach
    void stop() {
        client.close();
        server.release("go");
        waybill.close();
        server.close();
    }

    /** The one line of the log. */
    private String line() {
        Path file = waybill.directory().resolve("access.log");
        Waiting.until("a line in the access log", () -> text(file).endsWith("\n"));
        return text(file);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(String line, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\":(\\d+)").matcher(line);
        assertTrue(matcher.find(), line);
        return Long.parseLong(matcher.group(1));
    }

    private void assertEnded(String termination) {
        String line = line();
        assertTrue(line.contains("\"status\":101,"), line);
        assertTrue(line.contains("\"termination\":\"" + termination + "\""), line);
    }

    @Test
    void aServerThatClosesEndsBothSidesInGoodOrderAndTheLineCountsBytesBothWays() {
        talk();
        server.release("go");

        assertEquals("", client.readUntilClose());
        Statistics statistics = Statistics.of(waybill);
        statistics.await("/listeners/0/tunnels/open", 0);
        assertEquals(1, statistics.number("/listeners/0/tunnels/opened"));
        assertEnded("--");
        String line = line();
        assertEquals(ASK.length() + 4, number(line, "bytes_received"));
        assertTrue(number(line, "bytes_sent") > SWITCH.length() + 5, line);
        assertTrue(line.contains("\"id\":\"" + HttpText.field(server.requests().get(0), "X-Unique-Request-Id")), line);
    }

    @Test
    void aClientThatClosesEndsBothSidesInGoodOrder() {
        talk();
        client.close();

        Waiting.until("the server's side closes", () -> {
            server.release("go");
            return server.openConnections() == 0;
        });
        assertEnded("--");
    }

    @Test
    void aClientThatResetsIsLoggedAsOneThatBroke() {
        talk();
        client.reset();

        assertEnded("CD");
    }

    @Test
    void aServerThatResetsIsLoggedAsOneThatBrokeAndTheClientIsReset() {
        server.onNextConnection("read request", SWITCH, "raw pong!", "wait go", "reset");
        try (RawClient first = RawClient.connect(waybill.port("edge"))) {
            assertEquals(101, HttpText.status(client.send(ASK).readResponse()));
            assertEquals(101, HttpText.status(first.send(ASK).readResponse()));
            assertEquals("pong!", new String(first.readBytes(5), StandardCharsets.ISO_8859_1));
            server.release("go");
            assertTrue(first.isResetByPeer());
        }
        assertEnded("SD");
    }

    @Test
    void aTunnelThatIsIdleForLongEnoughIsCut() {
        talk();

        assertTrue(client.isClosedByPeer());
        assertEnded("cD");
        assertTrue(line().contains("\"failure\":\"tunnel-idle\""));
    }

    @Test
    void aTunnelEndsWhenTheShutdownTimeoutIsOver() {
        talk();
        waybill.waybill().stop();

        assertTrue(client.isClosedByPeer());
        assertEnded("KD");
    }
}
