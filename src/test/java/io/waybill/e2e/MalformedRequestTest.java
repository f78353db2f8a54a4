package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.MalformedRequests;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.WireCase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedRequestTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n";

    private static ScriptedServer server;
    private static RunningWaybill waybill;

    @BeforeAll
    static void start() {
        server = ScriptedServer.answering("hello");
        waybill = RunningWaybill.withConfig(CONFIG, server.port());
    }

    @AfterAll
    static void stop() {
        waybill.close();
        server.close();
    }

    static List<WireCase> requests() {
        return MalformedRequests.all();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isAnsweredWithItsReasonAndIdAndEndsTheConnectionAndNoServerSeesIt(WireCase request) {
        int seen = server.requests().size();
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send(request.bytes());
            String response = client.readResponse();

            assertEquals(request.refusal().status(), HttpText.status(response), response);
            String id = HttpText.field(response, "X-Unique-Request-Id");
            assertNotNull(id, response);
            assertTrue(HttpText.body(response).contains(request.refusal().sentence()), response);
            assertTrue(HttpText.body(response).contains(id), response);
            assertEquals(List.of("close"), HttpText.fields(response, "Connection"), response);
            assertTrue(client.isClosedByPeer());
        }
        assertEquals(seen, server.requests().size());
    }

    @Test
    void pipelinedBehindAGoodRequestIsRefusedAfterTheGoodOneWasAnswered() {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            client.send("GET /good HTTP/1.1\r\nHost: x\r\n\r\nGET /bad HTTP/1.1\r\nHost : x\r\n\r\n"
                    + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

            assertEquals(200, HttpText.status(client.readResponse()));
            assertEquals(400, HttpText.status(client.readResponse()));
            assertTrue(client.isClosedByPeer());
            assertTrue(server.requests().stream().noneMatch(seen -> seen.contains("/smuggled")));
        }
    }

    @Test
    void isLoggedWithoutWhatItSaidAndWithTheReason() {
        try (RunningWaybill logging = RunningWaybill.withConfig(CONFIG + AccessLines.CONFIG, server.port());
                RawClient client = RawClient.connect(logging.port("edge"))) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\nName : forged\r\n\r\n");
            String response = client.readResponse();

            AccessLines log = AccessLines.of(logging);
            assertEquals("<BADREQ>", log.field(0, "request"));
            assertEquals("400", log.field(0, "status"));
            assertEquals("PR", log.field(0, "code"));
            assertEquals("-/<NOSRV>", log.field(0, "server"));
            assertEquals("a field name is malformed", log.field(0, "reason"));
            assertEquals(HttpText.field(response, "X-Unique-Request-Id"), log.field(0, "id"));
            assertEquals(Integer.toString(response.length()), log.field(0, "bytes"));
        }
    }
}
