package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.Http2Response;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RawHttp2Client;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a gRPC client hears when it is Waybill that fails: a status of gRPC, not one of HTTP. Over HTTP/1.1, where every byte
 * can be seen; nothing in it depends on the version.
 */
class GrpcFailuresTest {

    private static final String CONFIG = AccessLines.CONFIG
            + "pools: {web: {servers: [\"127.0.0.1:%d\"], timeouts: {firstByte: 300ms, idle: 300ms}}}\n"
            + "routes: [{host: x, path: /, pool: web}, {host: x, path: /small/, pool: web, maxBody: 4B}]\n";

    private final ScriptedServer server = ScriptedServer.start();
    private final RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port());

    @AfterEach
    void stop() {
        waybill.close();
        server.close();
    }

    private static String call(String more) {
        return "POST /pkg.Service/Method HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc+proto\r\nTE: trailers\r\n"
                + more + "Content-Length: 0\r\n\r\n";
    }

    private String answerTo(String request) {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            return client.send(request).readResponse();
        }
    }

    private static void assertStatus(int status, String sentence, String answer) {
        assertEquals(200, HttpText.status(answer), answer);
        assertEquals("application/grpc+proto", HttpText.field(answer, "Content-Type"));
        assertEquals(String.valueOf(status), HttpText.field(answer, "grpc-status"));
        String message = String.valueOf(HttpText.field(answer, "grpc-message"));
        assertTrue(message.startsWith(sentence), message);
        assertTrue(message.endsWith("(request ID " + HttpText.field(answer, "X-Unique-Request-Id") + ")"), message);
        assertEquals("", HttpText.body(answer));
    }

    @Test
    void aServerThatIsDownIsUnavailableAndTheFiguresStillShowA502() {
        server.kill();

        assertStatus(14, "the server refused the connection", answerTo(call("")));

        AccessLines lines = AccessLines.of(waybill);
        assertEquals("200", lines.field(0, "status"));
        assertEquals("SC", lines.field(0, "code"));
        Statistics statistics = Statistics.of(waybill);
        statistics.await("/pools/0/responses/5xx", 1);
        assertEquals(0, statistics.number("/pools/0/responses/2xx"));
    }

    @Test
    void aServerThatIsTooSlowExceedsTheDeadline() {
        server.onNextConnection("read request");

        assertStatus(4, "the server did not answer in time", answerTo(call("")));
    }

    @Test
    void theTimeoutOfTheCallCountsIfItIsShorterAndIsPassedOn() {
        server.onNextConnection("read request");
        long before = System.nanoTime();

        assertStatus(4, "the exchange took longer", answerTo(call("grpc-timeout: 50m\r\n")));

        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        assertTrue(tookMillis < 290, "took " + tookMillis + " ms");
        assertEquals("50m", HttpText.field(server.requests().get(0), "grpc-timeout"));
        assertEquals("sH", AccessLines.of(waybill).field(0, "code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "m", "50x", "-50m", "123456789m", "5 0m", "99999999H", "1.5S"})
    void aTimeoutThatIsNoneIsIgnored(String timeout) {
        server.onNextConnection("read request");

        assertStatus(4, "the server did not answer in time", answerTo(call("grpc-timeout: " + timeout + "\r\n")));
    }

    @Test
    void aCallThatIsTooLargeExhaustsAResource() {
        String answer = answerTo("POST /small/x HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc\r\n"
                + "Content-Length: 5\r\n\r\nhello");

        assertEquals("8", HttpText.field(answer, "grpc-status"));
    }

    @Test
    void aCallThatNoRouteTakesIsUnimplemented() {
        String answer = answerTo("POST /a/b HTTP/1.1\r\nHost: elsewhere\r\n"
                + "Content-Type: application/grpc-web+json\r\nContent-Length: 0\r\n\r\n");

        assertEquals("application/grpc-web+json", HttpText.field(answer, "Content-Type"));
        assertEquals("12", HttpText.field(answer, "grpc-status"));
    }

    @Test
    void aResponseThatBreaksOffEndsWithTrailers() {
        server.onNextConnection(
                "read request",
                "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "close");

        String answer = answerTo(call(""));

        assertTrue(answer.contains("\r\n5\r\nhello\r\n0\r\ngrpc-status: 14\r\ngrpc-message: "), answer);
        assertEquals("SD", AccessLines.of(waybill).field(0, "code"));
        assertEquals(1, Statistics.of(waybill).number("/pools/0/errors/response-cut"));
    }

    @Test
    void aResponseThatStopsComingEndsWithADeadline() {
        server.onNextConnection(
                "read request",
                "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");

        assertTrue(answerTo(call("")).contains("0\r\ngrpc-status: 4\r\n"));
        assertEquals("sD", AccessLines.of(waybill).field(0, "code"));
    }

    private Http2Response callByHttp2() {
        try (RawHttp2Client client = RawHttp2Client.connect(waybill.port("edge"))) {
            client.headers(
                    1,
                    true,
                    ":method: POST",
                    ":scheme: http",
                    ":authority: x",
                    ":path: /a/b",
                    "content-type: application/grpc",
                    "te: trailers");
            return client.awaitResponse(1);
        }
    }

    @Test
    void byHttp2AFailureIsAHeadThatEndsTheStream() {
        server.kill();
        Http2Response answer = callByHttp2();

        assertEquals(200, answer.status());
        assertEquals("14", answer.field("grpc-status"));
        assertEquals("application/grpc", answer.field("content-type"));
        assertTrue(answer.isComplete() && answer.body().length == 0, answer::toString);
    }

    @Test
    void byHttp2AResponseThatBreaksOffEndsWithTrailersAndNoReset() {
        server.onNextConnection(
                "read request",
                "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "close");
        Http2Response answer = callByHttp2();

        assertEquals("hello", answer.text());
        assertEquals("14", answer.trailer("grpc-status"));
        assertTrue(answer.isComplete() && answer.resetCode() < 0, answer::toString);
        assertEquals("SD", AccessLines.of(waybill).field(0, "code"));
    }

    @Test
    void aClientThatKeepsNoTrailersIsCutOff() {
        server.onNextConnection(
                "read request",
                "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "close");

        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            String all = client.send("POST /a/b HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc\r\n"
                            + "Content-Length: 0\r\n\r\n")
                    .readUntilClose();
            assertFalse(all.contains("\r\n0\r\n"), all);
        }
    }

    @Test
    void whatAServerSaysInItsTrailersIsNotTouched() {
        server.onNextConnection(
                "read request",
                "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nhello\r\n0\r\ngrpc-status: 7\r\ngrpc-message: no%20way\r\n\r\n");

        String answer = answerTo(call(""));
        assertTrue(answer.endsWith("0\r\ngrpc-status: 7\r\ngrpc-message: no%20way\r\n\r\n"), answer);
    }

    @Test
    void otherRequestsAreToldInHttp() {
        server.kill();
        String answer =
                answerTo("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/gzip\r\nContent-Length: 0\r\n\r\n");

        assertEquals(502, HttpText.status(answer));
        assertNull(HttpText.field(answer, "grpc-status"));
    }
}
