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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that reset, die, fall silent or flood in HTTP/2: what is sent again elsewhere, and what must not be. */
class Http2ServerFailuresTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
    private static final String BODILESS_POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

    private static final int INTERNAL_ERROR = 2;
    private static final int ENHANCE_YOUR_CALM = 11;

    private static RunningWaybill waybill(String more, ScriptedHttp2Server... servers) {
        return Http2Pool.of(", timeouts: {connect: 3s}", more, servers);
    }

    private static RawClient client(RunningWaybill waybill) {
        return RawClient.connect(waybill.port("edge"));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "8", "11", "13"})
    void anotherResetBeforeTheHeadIsTriedElsewhereForAGetOnly(int code) {
        try (ScriptedHttp2Server resetting = ScriptedHttp2Server.start();
                ScriptedHttp2Server other = ScriptedHttp2Server.answering("other");
                RunningWaybill waybill = waybill("", resetting, other);
                RawClient client = client(waybill)) {
            resetting.always(connection -> {
                connection.settings();
                while (true) {
                    connection.reset(connection.request(), code);
                }
            });
            List<Integer> gets = new ArrayList<>();
            List<Integer> posts = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                gets.add(HttpText.status(client.send(GET).readResponse()));
            }
            for (int i = 0; i < 2; i++) {
                posts.add(HttpText.status(client.send(BODILESS_POST).readResponse()));
            }
            assertEquals(List.of(200, 200), gets);
            assertTrue(posts.contains(502) && posts.contains(200), posts::toString);
        }
    }

    @Test
    void aPostIsNotSentAgainAfterItsBodyHasLeft() {
        try (ScriptedHttp2Server dying = ScriptedHttp2Server.start();
                ScriptedHttp2Server other = ScriptedHttp2Server.answering("other");
                RunningWaybill waybill = waybill("", dying, other);
                RawClient client = client(waybill)) {
            dying.always(connection -> {
                connection.settings();
                connection.body(connection.request());
                connection.socket().close();
            });
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                statuses.add(HttpText.status(client.send(POST).readResponse()));
            }
            assertTrue(statuses.contains(502) && statuses.contains(200), statuses::toString);
            assertEquals(1, other.requests().size());
        }
    }

    @Test
    void aServerThatDiesFailsAllItsStreamsAndTheSafeOnesGoElsewhere() {
        try (ScriptedHttp2Server dying = ScriptedHttp2Server.start();
                ScriptedHttp2Server other = ScriptedHttp2Server.answering("other");
                RunningWaybill waybill = waybill("", dying, other)) {
            dying.onNextConnection(connection -> {
                connection.settings();
                for (int i = 0; i < 5; i++) {
                    connection.request();
                }
                connection.socket().setSoLinger(true, 0);
                connection.socket().close();
            });
            dying.always(connection -> connection.settings().answerAll("back"));
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(client(waybill).send(GET));
            }
            for (RawClient client : clients) {
                assertEquals(200, HttpText.status(client.readResponse()));
                client.close();
            }
        }
    }

    @Test
    void aResetAfterTheHeadCutsTheResponse() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient client = client(waybill)) {
            CountDownLatch seen = new CountDownLatch(1);
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.head(stream, false, ":status: 200").data(stream, false, "part");
                seen.await();
                connection.reset(stream, INTERNAL_ERROR).drain();
            });
            client.send(GET).readHead();
            assertEquals("4\r\npart", new String(client.readBytes(7), StandardCharsets.US_ASCII));
            seen.countDown();
            assertEquals("\r\n", client.readUntilClose());
        }
    }

    @Test
    void aResetWithoutErrorAfterACompleteResponseIsNoFailure() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("", server);
                RawClient client = client(waybill)) {
            server.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.answer(stream, "early").reset(stream, 0);
                connection.answer(connection.request(), "next").drain();
            });
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            assertEquals("early", HttpText.body(client.readResponse()));
            try (RawClient next = client(waybill)) {
                assertEquals("next", HttpText.body(next.send(GET).readResponse()));
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aSilentServerIsAskedWhetherItLivesAndGivenUpIfItDoesNot() {
        try (ScriptedHttp2Server silent = ScriptedHttp2Server.start();
                ScriptedHttp2Server other = ScriptedHttp2Server.answering("other");
                RunningWaybill waybill = waybill("http2: {ping: 1s}", silent, other);
                RawClient client = client(waybill)) {
            silent.onNextConnection(connection -> {
                connection.settings();
                connection.request();
                connection.keepsQuiet().await(Http2Frame.PING);
                connection.drain();
            });
            assertEquals("other", HttpText.body(client.send(GET).readResponse()));
            Waiting.until("both are used", () -> silent.requests().isEmpty() || silent.openConnections() == 0);
        }
    }

    @Test
    void aSlowServerThatAnswersPingsIsWaitedFor() {
        try (ScriptedHttp2Server slow = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("http2: {ping: 1s}", slow);
                RawClient client = client(waybill)) {
            slow.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.await(Http2Frame.PING);
                connection.await(Http2Frame.PING);
                connection.answer(stream, "at last").drain();
            });
            assertEquals("at last", HttpText.body(client.send(GET).readResponse()));
        }
    }

    @Test
    void aServerThatFloodsIsToldToCalmDown() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("http2: {controlFrames: 10}", server);
                RawClient client = client(waybill)) {
            CountDownLatch calmed = new CountDownLatch(1);
            server.onNextConnection(connection -> {
                connection.settings();
                connection.request();
                connection.keepsQuiet();
                for (int i = 0; i < 5_000; i++) {
                    connection.frame(Http2Frame.PING, 0, 0, new byte[8]);
                }
                assertEquals(
                        ENHANCE_YOUR_CALM, connection.await(Http2Frame.GOAWAY).errorCode());
                calmed.countDown();
            });
            assertEquals(502, HttpText.status(client.send(GET).readResponse()));
            assertTrue(calmed.await(10, TimeUnit.SECONDS) || !server.problems().isEmpty());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
