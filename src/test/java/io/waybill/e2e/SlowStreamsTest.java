package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Responses and requests that come in small pieces over a long time: passed on as they come, and not cut for being slow. */
class SlowStreamsTest {

    private static final String SHORT_IDLE = "servers: [\"127.0.0.1:%d\"], timeouts: {idle: 400ms}";
    private static final int PIECES = 5;

    @Test
    void eachEventReachesTheClientBeforeTheNextIsWritten() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool(SHORT_IDLE, "");
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection(events());
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
    void eachEventReachesAClientOfHttp2BeforeTheNextIsWritten() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig("pools: {web: {" + SHORT_IDLE + "}}", server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(events());
            client.get(1, "/events");
            assertEquals(200, Integer.parseInt(status(client.await(Http2Frame.HEADERS))));
            for (int i = 0; i < PIECES; i++) {
                assertTrue(client.isLeftOpen(), "before event " + i);
                server.release(String.valueOf(i));
                Http2Frame event = client.await(Http2Frame.DATA);
                assertEquals("data: " + i + "\n\n", event == null ? "" : text(event.payload()));
            }
        }
    }

    private static String status(@Nullable Http2Frame head) {
        return head == null ? "0" : head.fields().get(0).replace(":status: ", "");
    }

    @Test
    void anUploadByHttp2ThatTricklesIsNotIdle() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill =
                        RunningWaybill.withConfig("pools: {web: {" + SHORT_IDLE + "}}", server.port());
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(uploaded());
            client.await(Http2Frame.SETTINGS);
            client.headers(
                    1,
                    false,
                    ":method: POST",
                    ":scheme: http",
                    ":authority: x",
                    ":path: /",
                    "content-length: " + PIECES);
            for (int i = 0; i < PIECES; i++) {
                pause(client);
                client.data(1, i == PIECES - 1, "x");
                server.await(String.valueOf(i));
            }
            assertEquals(200, client.awaitResponse(1).status());
        }
    }

    /** A third of the idle timeout, more or less; acknowledgements of settings may come meanwhile. */
    private static void pause(RawHttp2Client client) {
        while (!client.isLeftOpen()) {
            // something came: once more
        }
    }

    @Test
    void anUploadThatTricklesIsNotIdleAndItsServerSeesEachPiece() {
        try (ProxiedServer proxied = ProxiedServer.startWithPool(SHORT_IDLE, "");
                RawClient client = proxied.connect()) {
            proxied.server().onNextConnection(uploaded());
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
                            "read head",
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
                            "read " + PIECES + " bytes",
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

    /** A server that sends an event when it is told to. */
    private static String[] events() {
        String[] steps = new String[2 + 2 * PIECES];
        steps[0] = "read request";
        steps[1] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (int i = 0; i < PIECES; i++) {
            steps[2 + 2 * i] = "wait " + i;
            steps[3 + 2 * i] = "raw 9\r\ndata: " + i + "\n\n\r\n";
        }
        return steps;
    }

    /** A server that tells of each byte of a body. */
    private static String[] uploaded() {
        String[] steps = new String[2 + 2 * PIECES];
        steps[0] = "read head";
        for (int i = 0; i < PIECES; i++) {
            steps[1 + 2 * i] = "read 1 bytes";
            steps[2 + 2 * i] = "tell " + i;
        }
        steps[steps.length - 1] = "write 200 keep-alive";
        return steps;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
