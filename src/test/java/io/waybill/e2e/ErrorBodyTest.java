package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Waybill's own answers look like. */
class ErrorBodyTest {

    private static final String CONFIG =
            "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\nroutes: [{path: /web/, pool: web}]\n";

    private ScriptedServer server;
    private RunningWaybill waybill;
    private RawClient client;

    @BeforeEach
    void start() {
        server = ScriptedServer.start();
        server.always(request -> request.contains("/bad") ? "SSH-2.0-OpenSSH\r\n\r\n" : HttpText.response(200, "fine"));
        waybill = RunningWaybill.withConfig(CONFIG, server.port());
        client = RawClient.connect(waybill.port("edge"));
    }

    @AfterEach
    void stop() {
        client.close();
        waybill.close();
        server.close();
    }

    private String get(String path, String fields) {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n")
                .readResponse();
    }

    @Test
    void isTextForPeople() {
        String response = get("/web/bad", "X-Unique-Request-Id: my-own-id\r\n");

        assertEquals(502, HttpText.status(response), response);
        assertEquals("text/plain; charset=utf-8", HttpText.field(response, "Content-Type"));
        assertEquals("no-store", HttpText.field(response, "Cache-Control"));
        assertEquals(List.of("my-own-id"), HttpText.fields(response, "X-Unique-Request-Id"));
        assertEquals(
                "502 Bad Gateway: the server's answer is malformed: the status line is malformed\n"
                        + "Request ID: my-own-id\n",
                HttpText.body(response));
    }

    @Test
    void isJsonForProgramsThatAcceptIt() {
        String response = get("/web/bad", "Accept: application/json, */*\r\nX-Unique-Request-Id: my-own-id\r\n");

        assertEquals("application/json", HttpText.field(response, "Content-Type"));
        assertEquals(
                "{\"status\":502,\"error\":\"bad-response\",\"reason\":\"the server's answer is malformed: "
                        + "the status line is malformed\",\"request_id\":\"my-own-id\"}\n",
                HttpText.body(response));
    }

    @Test
    void isLeftOutForHeadButAnnounced() {
        String body = HttpText.body(get("/nowhere", "X-Unique-Request-Id: my-own-id\r\n"));
        client.send("HEAD /nowhere HTTP/1.1\r\nHost: x\r\nX-Unique-Request-Id: my-own-id\r\n\r\n");
        String head = client.readHead();

        assertEquals(404, HttpText.status(head), head);
        assertEquals(Integer.toString(body.length()), HttpText.field(head, "Content-Length"));
        assertEquals("fine", HttpText.body(get("/web/", "")));
    }

    @Test
    void leavesTheConnectionUsableWhenTheRequestWasWhole() {
        for (int i = 0; i < 3; i++) {
            assertEquals(404, HttpText.status(get("/nowhere", "")));
            assertEquals(502, HttpText.status(get("/web/bad", "")));
            assertEquals("fine", HttpText.body(get("/web/", "")));
        }
    }

    @Test
    void endsTheConnectionWhenTheRequestIsNotWhole() {
        client.send("POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
        String response = client.readResponse();

        assertEquals(404, HttpText.status(response));
        assertEquals("close", HttpText.field(response, "Connection"));
        assertTrue(client.isClosedByPeer());
    }

    @Test
    void comesInOrderAmongPipelinedResponses() {
        client.send("GET /web/ HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /web/bad HTTP/1.1\r\nHost: x\r\n\r\nGET /web/ HTTP/1.1\r\nHost: x\r\n\r\n");

        assertEquals(200, HttpText.status(client.readResponse()));
        assertEquals(404, HttpText.status(client.readResponse()));
        assertEquals(502, HttpText.status(client.readResponse()));
        assertEquals(200, HttpText.status(client.readResponse()));
    }
}
