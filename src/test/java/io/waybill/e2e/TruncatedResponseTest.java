package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response that did not come whole must not look whole to the client, whatever its HTTP version. */
class TruncatedResponseTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String WITH_LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\nhello";

    private ScriptedServer server;
    private RunningWaybill waybill;
    private RawClient client;

    @BeforeEach
    void start() {
        server = ScriptedServer.start();
        waybill = RunningWaybill.withConfig(CONFIG, server.port());
        client = RawClient.connect(waybill.port("edge"));
    }

    @AfterEach
    void stop() {
        client.close();
        waybill.close();
        server.close();
    }

    private void serve(String response, String end, String version) {
        server.onNextConnection("read request", "raw " + response, "wait seen", end);
        client.send("GET / HTTP/" + version + "\r\nHost: x\r\n\r\n");
        boolean chunked = client.readHead().contains("chunked");
        client.readBytes((chunked ? "5\r\nhello\r\n" : "hello").length());
        server.release("seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void shortOfItsContentLengthEndsWithTheConnection(String end) {
        serve(WITH_LENGTH, end, "1.1");
        assertTrue(client.isClosedByPeer());
        assertLoggedAsCut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void chunkedWithoutLastChunkDoesNotGetOneFromUs(String end) {
        serve(CHUNKED, end, "1.1");
        assertFalse(client.readUntilClose().contains("0\r\n\r\n"));
        assertLoggedAsCut();
    }

    @Test
    void untilCloseThatIsResetDoesNotGetALastChunk() {
        serve(UNTIL_CLOSE, "reset", "1.1");
        assertFalse(client.readUntilClose().contains("0\r\n\r\n"));
        assertLoggedAsCut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void chunkedIsResetForAClientOf10WhichWouldTakeACloseForTheEnd(String end) {
        serve(CHUNKED, end, "1.0");
        assertTrue(client.isResetByPeer());
        assertLoggedAsCut();
    }

    @Test
    void untilCloseThatIsResetIsResetForAClientOf10() {
        serve(UNTIL_CLOSE, "reset", "1.0");
        assertTrue(client.isResetByPeer());
        assertLoggedAsCut();
    }

    @Test
    void shortOfItsContentLengthIsShortForAClientOf10Too() {
        serve(WITH_LENGTH, "close", "1.0");
        assertTrue(client.isClosedByPeer());
        assertLoggedAsCut();
    }

    @Test
    void untilCloseThatIsClosedInOrderIsWhole() {
        serve(UNTIL_CLOSE, "close", "1.1");
        assertEquals("0\r\n\r\n", new String(client.readBytes(5), StandardCharsets.US_ASCII));
        assertEquals("--", AccessLines.of(waybill).field(0, "code"));
    }

    @Test
    void stoppingWaybillDoesNotMakeAnyResponseLookWhole() {
        serve(UNTIL_CLOSE, "tell never", "1.1");
        try (RawClient old = RawClient.connect(waybill.port("edge"))) {
            server.onNextConnection("read request", "raw " + UNTIL_CLOSE);
            old.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n").readHead();
            old.readBytes(5);
            waybill.waybill().close();
            assertFalse(client.readUntilClose().contains("0\r\n\r\n"));
            assertTrue(old.isResetByPeer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void headThatIsNotWholeIs502AndNotTriedAgain(String end) {
        server.onNextConnection("read request", "raw HTTP/1.1 200 OK\r\nContent-Le", end);
        String response = client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readResponse();
        assertEquals(502, HttpText.status(response));
        assertTrue(response.contains("in the middle of its answer"), response);
        assertEquals("SH", AccessLines.of(waybill).field(0, "code"));
        assertEquals(1, server.connections());
    }

    private void assertLoggedAsCut() {
        AccessLines log = AccessLines.of(waybill);
        assertEquals("SD", log.field(0, "code"));
        assertEquals("200", log.field(0, "status"));
    }
}
