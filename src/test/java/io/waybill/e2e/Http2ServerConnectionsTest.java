package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Http2Blocks;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.Waiting;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections to servers in HTTP/2: how many are made, how streams share one, and when one ends. */
class Http2ServerConnectionsTest {

    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Any: 1\r\n\r\n";

    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private static RunningWaybill waybill(String more, ScriptedHttp2Server... servers) {
        return Http2Pool.of(more, "http2: {ping: 20s}", servers);
    }

    private static RawClient client(RunningWaybill waybill) {
        return RawClient.connect(waybill.port("edge"));
    }

    @Test
    void requestsOneAfterTheOtherUseOneConnection() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.answering("hello");
                RunningWaybill waybill = waybill("", server);
                RawClient client = client(waybill)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(200, HttpText.status(client.send(GET).readResponse()));
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void manyClientsShareOneConnectionAndWaitForItTogether() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server)) {
            server.onNextConnection(connection -> {
                connection.settings();
                List<Integer> streams = new ArrayList<>();
                while (streams.size() < 30) {
                    streams.add(connection.request());
                }
                for (int stream : streams) {
                    connection.answer(stream, "all " + stream);
                }
                connection.drain();
            });
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(client(waybill).send(GET));
            }
            for (RawClient client : clients) {
                assertTrue(HttpText.body(client.readResponse()).startsWith("all "));
                client.close();
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aFurtherConnectionIsMadeWhenTheServerTakesNoMoreStreams() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server)) {
            for (int i = 0; i < 3; i++) {
                server.onNextConnection(connection -> {
                    connection.settings(MAX_CONCURRENT_STREAMS, 2);
                    int first = connection.request();
                    int second = connection.request();
                    Waiting.until("all are here", () -> server.requests().size() == 6);
                    connection.answer(first, "ok").answer(second, "ok").drain();
                });
            }
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(client(waybill).send(GET));
            }
            for (RawClient client : clients) {
                assertEquals("ok", HttpText.body(client.readResponse()));
                client.close();
            }
            assertEquals(3, server.connections());
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void aLargeUploadWaitsForTheWindowOfTheServer() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient client = client(waybill)) {
            int size = 3_000_000;
            server.onNextConnection(connection -> {
                connection.settings(INITIAL_WINDOW_SIZE, 100_000);
                int stream = connection.request();
                connection
                        .answer(stream, "got " + connection.body(stream).length)
                        .drain();
            });
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
            client.send("x".repeat(size));
            assertEquals("got " + size, HttpText.body(client.readResponse()));
            assertTrue(server.requests().get(0).contains("content-length: " + size));
        }
    }

    @Test
    void pushIsRuledOutAndAPromiseEndsTheConnection() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                assertEquals(0, connection.await(Http2Frame.SETTINGS).setting(2));
                int stream = connection.request();
                byte[] promise = Http2Blocks.literal(":method: GET", ":path: /");
                byte[] payload = new byte[4 + promise.length];
                payload[3] = 2;
                System.arraycopy(promise, 0, payload, 4, promise.length);
                connection.frame(Http2Frame.PUSH_PROMISE, Http2Frame.END_HEADERS, stream, payload);
                assertEquals(1, connection.await(Http2Frame.GOAWAY).errorCode());
                connection.drain();
            });
            assertEquals(502, HttpText.status(client.send(GET).readResponse()));
            Waiting.until("the connection ends", () -> server.openConnections() == 0);
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void aClientThatLeavesCancelsItsStreamAndNoOther() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient stays = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int first = connection.request();
                int second = connection.request();
                assertEquals(second, connection.await(Http2Frame.RST_STREAM).stream());
                connection.answer(first, "still here").drain();
            });
            stays.send(GET);
            Waiting.until("the first request is there", () -> server.requests().size() == 1);
            RawClient leaves = client(waybill).send(GET);
            Waiting.until("the second request is there", () -> server.requests().size() == 2);
            leaves.close();
            assertEquals("still here", HttpText.body(stays.readResponse()));
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void anIdleConnectionIsClosedAfterItsTime() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.answering("ok");
                RunningWaybill waybill = waybill(", idleConnections: {timeout: 1s}", server);
                RawClient client = client(waybill)) {
            client.send(GET).readResponse();
            assertEquals(1, server.openConnections());
            Waiting.until("it is closed", () -> server.openConnections() == 0);
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
        }
    }

    @Test
    void aServerThatSpeaksNoHttp2IsNotSentARequest() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient client = client(waybill)) {
            server.always(connection -> {
                connection.socket().getOutputStream().write(HttpText.bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                connection.drain();
            });
            String answer = client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                    .readResponse();
            assertEquals(502, HttpText.status(answer));
            assertTrue(answer.contains("no connection to the server"), answer);
        }
    }

    @Test
    void aServerThatSaysNothingTimesOutLikeAConnect() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(", timeouts: {connect: 300ms}", server);
                RawClient client = client(waybill)) {
            server.always(
                    connection -> connection.socket().getInputStream().transferTo(OutputStream.nullOutputStream()));
            assertEquals(504, HttpText.status(client.send(GET).readResponse()));
        }
    }

    @Test
    void aFastServerAndASlowClientHoldUpNobodyElse() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient slow = RawClient.connect(waybill.port("edge"), 16_384);
                RawClient quick = client(waybill)) {
            String part = "x".repeat(16_384);
            AtomicInteger sent = new AtomicInteger();
            server.onNextConnection(connection -> {
                connection.settings();
                connection.await(Http2Frame.SETTINGS);
                int stream = connection.request();
                connection.head(stream, false, ":status: 200");
                int window = 256 * 1024;
                while (sent.get() < 400) {
                    if (window >= part.length()) {
                        connection.data(stream, false, part);
                        window -= part.length();
                        sent.incrementAndGet();
                        continue;
                    }
                    Http2Frame frame = connection.next();
                    if (frame.type() == Http2Frame.WINDOW_UPDATE && frame.stream() == stream) {
                        window += ByteBuffer.wrap(frame.payload()).getInt();
                    } else if (frame.type() == Http2Frame.HEADERS) {
                        connection.answer(frame.stream(), "quick");
                    }
                }
                connection.data(stream, true, "").drain();
            });
            slow.send(GET);
            assertTrue(slow.readSome(100).length > 0);
            Waiting.until("the server is held back", () -> {
                int before = sent.get();
                try {
                    return quick.send(GET).readResponse().endsWith("quick") && sent.get() == before && before < 400;
                } finally {
                    assertTrue(sent.get() < 400, "the slow client's response was taken whole");
                }
            });
            int held = sent.get();
            for (int i = 0; i < 20; i++) {
                assertEquals("quick", HttpText.body(quick.send(GET).readResponse()));
            }
            assertTrue(sent.get() - held < 5, "was " + held + ", is " + sent.get());
            slow.readBytes(400L * part.length());
        }
    }
}
