package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Servers that are spoken to in HTTP/2: how requests and responses are carried, and which responses are refused. */
class Http2ServersTest {

    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\nX-Any: 1\r\n\r\n";

    private static RunningWaybill waybill(ScriptedHttp2Server... servers) {
        return Http2Pool.of("", "http2: {ping: 20s}", servers);
    }

    private static RawClient client(RunningWaybill waybill) {
        return RawClient.connect(waybill.port("edge"));
    }

    @Test
    void aRequestIsCarriedWithItsPseudoFieldsAndTheResponseComesBack() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.answering("hello");
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            String answer = client.send(GET).readResponse();
            assertEquals(200, HttpText.status(answer));
            assertEquals("hello", HttpText.body(answer));
            List<String> head = server.requests().get(0);
            assertEquals(List.of(":method: GET", ":scheme: http"), head.subList(0, 2));
            assertTrue(head.contains(":path: /a?b=c"), head::toString);
            assertTrue(head.contains(":authority: example.com"), head::toString);
            assertTrue(head.contains("x-any: 1"), head::toString);
            assertTrue(head.stream().anyMatch(line -> line.startsWith("x-unique-request-id: ")), head::toString);
            assertTrue(head.stream().noneMatch(line -> line.startsWith("connection")), head::toString);
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void bodiesAndTrailersFlowBothWays() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                byte[] body = connection.body(stream);
                connection.head(stream, false, ":status: 200", "content-type: text/plain");
                connection.data(stream, false, "got " + body.length);
                connection.head(stream, true, "x-sum: 42").drain();
            });
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: TE\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n3\r\n...\r\n0\r\nX-Check: abc\r\n\r\n");
            String answer = client.readResponse();
            assertTrue(answer.contains("got 8"), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("x-sum: 42"), answer);
            assertTrue(server.requests().get(0).contains("te: trailers"));
            assertEquals(List.of("x-check: abc"), server.requests().get(1));
        }
    }

    @Test
    void informationalResponsesArePassedOn() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.head(stream, false, ":status: 103", "link: </a.css>");
                connection.answer(stream, "ok").drain();
            });
            assertEquals(103, HttpText.status(client.send(GET).readResponse()));
            assertEquals("ok", HttpText.body(client.readResponse()));
        }
    }

    @Test
    void tooManyInformationalResponsesAreRefused() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                for (int i = 0; i < 1000; i++) {
                    connection.head(stream, false, ":status: 103");
                }
                connection.drain();
            });
            client.send(GET);
            String answer = client.readResponse();
            while (HttpText.status(answer) == 103) {
                answer = client.readResponse();
            }
            assertEquals(502, HttpText.status(answer));
        }
    }

    @Test
    void aResponseWithoutBodyEndsWithItsHead() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.always(connection -> {
                connection.settings();
                connection.head(connection.request(), true, ":status: 204");
                connection.head(connection.request(), true, ":status: 200", "content-length: 5");
                connection.head(connection.request(), true, ":status: 200").drain();
            });
            assertEquals(204, HttpText.status(client.send(GET).readHead()));
            String head = client.send(GET.replace("GET", "HEAD")).readHead();
            assertEquals("5", HttpText.field(head, "Content-Length"));
            String empty = client.send(GET).readResponse();
            assertEquals("0", HttpText.field(empty, "Content-Length"));
        }
    }

    @Test
    void aBodyThatIsShorterThanAnnouncedIsNeverToldAsComplete() {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.head(stream, false, ":status: 200", "content-length: 10");
                connection.data(stream, false, "short");
                seen.await();
                connection.data(stream, true, "").drain();
            });
            client.send(GET).readHead();
            assertEquals("short", new String(client.readBytes(5), StandardCharsets.US_ASCII));
            seen.countDown();
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void aBodyThatIsLongerThanAnnouncedIsCutOffWhereItShouldEnd() {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.head(stream, false, ":status: 200", "content-length: 5");
                connection.data(stream, false, "abc");
                seen.await();
                connection.data(stream, true, "defg");
                assertEquals(stream, connection.await(Http2Frame.RST_STREAM).stream());
                connection.drain();
            });
            client.send(GET).readHead();
            assertEquals("abc", new String(client.readBytes(3), StandardCharsets.US_ASCII));
            seen.countDown();
            assertEquals("", client.readUntilClose());
            Waiting.until("the server has seen it", () -> server.openConnections() == 1);
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void malformedResponsesAreRefusedAndTheConnectionLivesOn() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                connection.head(connection.request(), true, ":status: 200", "connection: close");
                connection.head(connection.request(), true, ":status: 101");
                connection.head(connection.request(), true, "x-only: 1");
                connection.data(connection.request(), true, "no head");
                connection.answer(connection.request(), "ok").drain();
            });
            for (int i = 0; i < 4; i++) {
                assertEquals(502, HttpText.status(client.send(GET).readResponse()), "response " + i);
            }
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            assertEquals(1, server.connections());
        }
    }
}
