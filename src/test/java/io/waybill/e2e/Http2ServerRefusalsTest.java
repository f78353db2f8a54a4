package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.Waiting;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that go away or take no stream in HTTP/2: what they did not look at is sent again, be it a POST. */
class Http2ServerRefusalsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String BODILESS_POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";

    private static final int REFUSED_STREAM = 7;

    private static RunningWaybill waybill(ScriptedHttp2Server... servers) {
        return Http2Pool.of(", timeouts: {connect: 3s}", "", servers);
    }

    private static RawClient client(RunningWaybill waybill) {
        return RawClient.connect(waybill.port("edge"));
    }

    @Test
    void streamsAboveTheLastOfAGoAwayAreSentElsewhereAndTheOthersFinishWhereTheyAre() {
        try (ScriptedHttp2Server leaving = ScriptedHttp2Server.start();
                ScriptedHttp2Server other = ScriptedHttp2Server.answering("other");
                RunningWaybill waybill = waybill(leaving, other);
                RawClient first = client(waybill);
                RawClient unlucky = client(waybill)) {
            CountDownLatch told = new CountDownLatch(1);
            leaving.onNextConnection(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.request();
                connection.goAway(stream, 0);
                told.await();
                connection.answer(stream, "leaving").drain();
            });
            // Round robin: the first goes to the one, the second to the other, the third to the first again.
            first.send(GET);
            Waiting.until("the first is there", () -> leaving.requests().size() == 1);
            try (RawClient second = client(waybill)) {
                assertEquals("other", HttpText.body(second.send(GET).readResponse()));
            }
            // A POST may not be sent twice, but this one was not looked at.
            assertEquals("other", HttpText.body(unlucky.send(BODILESS_POST).readResponse()));
            told.countDown();
            assertEquals("leaving", HttpText.body(first.readResponse()));
            Waiting.until("it closes when it is empty", () -> leaving.openConnections() == 0);
            assertEquals(2, leaving.requests().size());
            assertEquals(2, other.requests().size());
        }
    }

    @Test
    void aServerThatGoesAwayBetweenRequestsCostsNobodyAnything() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.always(connection -> {
                connection.settings();
                int stream = connection.request();
                connection.answer(stream, "ok").goAway(stream, 0).drain();
            });
            for (int i = 0; i < 5; i++) {
                assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            }
            for (int i = 0; i < 5; i++) {
                assertEquals("ok", HttpText.body(client.send(BODILESS_POST).readResponse()));
            }
            // One that was on its way when the server left is sent again.
            assertTrue(server.requests().size() >= 10);
            assertEquals(List.of(), server.problems());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, BODILESS_POST})
    void aRefusedStreamIsSentToAnotherServer(String request) {
        try (ScriptedHttp2Server refusing = ScriptedHttp2Server.start();
                ScriptedHttp2Server other = ScriptedHttp2Server.answering("other");
                RunningWaybill waybill = waybill(refusing, other);
                RawClient client = client(waybill)) {
            refusing.always(connection -> {
                connection.settings();
                while (true) {
                    connection.reset(connection.request(), REFUSED_STREAM);
                }
            });
            for (int i = 0; i < 4; i++) {
                assertEquals("other", HttpText.body(client.send(request).readResponse()));
            }
            assertEquals(1, refusing.connections());
        }
    }

    @Test
    void aRefusedStreamOfTheOnlyServerIsTriedOnceMoreAndThenTold() {
        try (ScriptedHttp2Server server = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(server);
                RawClient client = client(waybill)) {
            server.always(connection -> {
                connection.settings();
                connection.answer(connection.request(), "ok");
                while (true) {
                    connection.reset(connection.request(), REFUSED_STREAM);
                }
            });
            assertEquals("ok", HttpText.body(client.send(GET).readResponse()));
            String answer = client.send(GET).readResponse();
            assertEquals(502, HttpText.status(answer));
            assertTrue(answer.contains("refused the request before it looked at it"), answer);
        }
    }

    @Test
    void aServerThatTakesNoStreamsIsNotAskedAgainAndAgain() {
        try (ScriptedHttp2Server full = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill(full);
                RawClient client = client(waybill)) {
            full.always(connection -> connection.settings(3, 0).drain());
            assertEquals(502, HttpText.status(client.send(GET).readResponse()));
            assertTrue(full.connections() <= 2, full.connections() + " connections");
        }
    }
}
