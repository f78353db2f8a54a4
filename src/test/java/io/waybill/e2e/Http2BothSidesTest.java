package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.Waiting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** HTTP/2 to the client and to the server: streams of one connection on streams of another. */
class Http2BothSidesTest {

    private static final int PART = 16_384;
    private static final int PARTS = 400;
    private static final int STREAM_WINDOW = 256 * 1024;

    private static RunningWaybill waybill(ScriptedHttp2Server server) {
        return RunningWaybill.withConfig(
                "threads: 1\npools: {web: {http: h2, servers: [\"127.0.0.1:%d\"]}}\n", server.port());
    }

    @Test
    void headsBodiesAndTrailersGoThrough() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.head(stream, false, ":status: 103", "link: </a>");
                connection.head(stream, false, ":status: 200", "grpc-encoding: identity");
                connection.data(stream, false, "got " + connection.body(stream).length);
                connection.head(stream, true, "grpc-status: 0").drain();
            });
            client.headers(1, false, ":method: POST", ":scheme: http", ":authority: x", ":path: /", "te: trailers");
            client.data(1, false, "hello").headers(1, true, "x-check: 1");
            Http2Response response = client.awaitResponse(1);
            assertEquals(200, response.status());
            assertEquals("got 5", response.text());
            assertEquals("0", response.trailer("grpc-status"));
            assertEquals(1, response.informational().size());
            assertTrue(server.requests().get(0).contains("te: trailers"));
            assertEquals(List.of("x-check: 1"), server.requests().get(1));
        }
    }

    @Test
    void aStreamThatItsClientDoesNotReadStopsAtTheServerAndNoOtherDoes() {
        AtomicInteger sent = new AtomicInteger();
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(connection -> {
                connection.settings();
                int slow = connection.request();
                connection.head(slow, false, ":status: 200");
                int window = STREAM_WINDOW;
                while (sent.get() < PARTS) {
                    if (window >= PART) {
                        connection.data(slow, false, "x".repeat(PART));
                        window -= PART;
                        sent.incrementAndGet();
                        continue;
                    }
                    Http2Frame frame = connection.next();
                    if (frame.type() == Http2Frame.WINDOW_UPDATE && frame.stream() == slow) {
                        window += ByteBuffer.wrap(frame.payload()).getInt();
                    } else if (frame.type() == Http2Frame.HEADERS) {
                        connection.answer(frame.stream(), "quick");
                    }
                }
                connection.data(slow, true, "").answerAll("quick");
            });
            client.get(1, "/slow");
            client.await(frame -> frame.type() == Http2Frame.DATA);
            Waiting.until("the server is held back", () -> sent.get() * PART >= STREAM_WINDOW);
            // The client's own window for stream 1 is used up; other streams have theirs.
            client.windowUpdate(0, 1_000_000);
            for (int stream = 3; stream < 43; stream += 2) {
                int asked = stream;
                Http2Frame last =
                        client.get(stream, "/quick").await(frame -> frame.stream() == asked && frame.endsStream());
                assertEquals("quick", new String(Objects.requireNonNull(last).payload(), StandardCharsets.US_ASCII));
            }
            assertTrue(sent.get() < PARTS / 8, sent.get() + " parts were sent");
            client.windowUpdate(1, PARTS * PART);
            client.windowUpdate(0, PARTS * PART);
            Waiting.until("all of it is sent", () -> sent.get() == PARTS);
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void manyStreamsOfOneClientShareOneConnectionToTheServer() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.answering("ok");
                RunningWaybill waybill = waybill(server);
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            for (int stream = 1; stream < 200; stream += 2) {
                client.get(stream, "/" + stream);
            }
            for (int stream = 1; stream < 200; stream += 2) {
                assertEquals("ok", client.awaitResponse(stream).text());
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aClientThatResetsItsStreamResetsTheServersAndNoOther() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            server.onNextConnection(connection -> {
                connection.settings();
                int first = connection.request();
                int second = connection.request();
                assertEquals(first, connection.await(Http2Frame.RST_STREAM).stream());
                connection.answer(second, "stays").drain();
            });
            client.get(1, "/").get(3, "/");
            Waiting.until("both are there", () -> server.requests().size() == 2);
            assertEquals("stays", client.reset(1, 8).awaitResponse(3).text());
            assertEquals(List.of(), server.problems());
        }
    }
}
