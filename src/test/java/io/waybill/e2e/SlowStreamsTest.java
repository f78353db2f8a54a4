package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Responses and requests that come in small pieces over a long time: passed on as they come, and not cut for being slow. */
class SlowStreamsTest {

    private static final String SHORT_IDLE = "servers: [\"127.0.0.1:%d\"], timeouts: {idle: 400ms}";
    private static final int PIECES = 5;

    @Test
    void eachEventReachesTheClientBeforeTheNextIsWritten() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool(SHORT_IDLE, "");
                RawClient client = proxied.connect()) {
            String[] steps = new String[2 + 2 * PIECES];
            steps[0] = "read request";
            steps[1] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
            for (int i = 0; i < PIECES; i++) {
                steps[2 + 2 * i] = "wait " + i;
                steps[3 + 2 * i] = "raw 9\r\ndata: " + i + "\n\n\r\n";
            }
            proxied.server().onNextConnection(steps);
            client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals("text/event-stream", HttpText.field(client.readHead(), "Content-Type"));
            for (int i = 0; i < PIECES; i++) {
                assertTrue(client.isLeftOpen(), "before event " + i);
                proxied.server().release(String.valueOf(i));
                assertEquals("9\r\ndata: " + i + "\n\n\r\n", text(client.readBytes(14)));
            }
        }
    }

    @Test
    void anUploadThatTricklesIsNotIdleAndItsServerSeesEachPiece() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool(SHORT_IDLE, "");
                RawClient client = proxied.connect()) {
            proxied.server()
                    .onNextConnection(
                            "read head", "read 1 bytes", "tell 0", "read 1 bytes", "tell 1", "read 1 bytes", "tell 2",
                            "read 1 bytes", "tell 3", "read 1 bytes", "tell 4", "write 200 keep-alive");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + PIECES + "\r\n\r\n");
            for (int i = 0; i < PIECES; i++) {
                assertTrue(client.isLeftOpen(), "before byte " + i);
                client.send("x");
                proxied.server().await(String.valueOf(i));
            }
            assertEquals(200, HttpText.status(client.readResponse()));
        }
    }

    @Test
    void aResponseIsNotIdleWhileTheRequestStillComes() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool(SHORT_IDLE, "");
                RawClient client = proxied.connect()) {
            proxied.server()
                    .onNextConnection(
                            "read head", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "read " + PIECES + " bytes",
                            "raw ok");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + PIECES + "\r\n\r\n");
            assertEquals(200, HttpText.status(client.readHead()));
            for (int i = 0; i < PIECES; i++) {
                assertTrue(client.isLeftOpen(), "before byte " + i);
                client.send("x");
            }
            assertEquals("ok", text(client.readBytes(2)));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
