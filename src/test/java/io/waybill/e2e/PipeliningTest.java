package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests ahead of time are answered one after the other, in their order. */
class PipeliningTest {

    private static final int REQUESTS = 20;

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String target(String request) {
        return request.split(" ", 3)[1];
    }

    /** The server answers with the target and the body of the request. */
    private static ProxiedServer echo() {
        ProxiedServer proxied = ProxiedServer.start();
        proxied.server().always(request -> HttpText.response(200, target(request) + " " + HttpText.body(request)));
        return proxied;
    }

    private static List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            expected.add("/" + i + " ");
        }
        return expected;
    }

    private static List<String> bodies(RawClient client, int count) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(HttpText.body(client.readResponse()));
        }
        return bodies;
    }

    private static String twenty() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            requests.append(get("/" + i));
        }
        return requests.toString();
    }

    @Test
    void twentyRequestsInOnePacketAreAnsweredInOrder() {
        try (ProxiedServer proxied = echo();
                RawClient client = proxied.connect()) {
            client.send(twenty());
            assertEquals(expected(), bodies(client, REQUESTS));
            assertTrue(client.isLeftOpen());
            assertEquals(1, proxied.server().connections());
        }
    }

    @Test
    void requestsThatAreSplitAtOddPlacesAreAnsweredInOrder() {
        try (ProxiedServer proxied = echo();
                RawClient client = proxied.connect()) {
            String requests = twenty();
            for (int start = 0; start < requests.length(); start += 7) {
                client.send(requests.substring(start, Math.min(start + 7, requests.length())));
            }
            assertEquals(expected(), bodies(client, REQUESTS));
        }
    }

    @Test
    void bodiesBetweenRequestsBelongToTheirRequests() {
        try (ProxiedServer proxied = echo();
                RawClient client = proxied.connect()) {
            client.send(get("/0")
                    + "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 31\r\n\r\nGET /evil HTTP/1.1\r\nHost: x\r\n\r\n"
                    + get("/2")
                    + "POST /3 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                    + "POST /4 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                    + get("/5"));
            List<String> bodies = bodies(client, 6);
            assertEquals("/0 ", bodies.get(0));
            assertEquals("/1 GET /evil HTTP/1.1\r\nHost: x\r\n\r\n", bodies.get(1));
            assertEquals("/2 ", bodies.get(2));
            assertEquals("/3 3\r\nabc\r\n0\r\n\r\n", bodies.get(3));
            assertEquals("/4 ", bodies.get(4));
            assertEquals("/5 ", bodies.get(5));
        }
    }

    @Test
    void aSlowServerHoldsBackTheAnswersOfFasterOnes() {
        String config = """
                routes:
                  - {path: /slow/, pool: slow}
                  - {path: = /own, respond: {body: "/own "}}
                  - {pool: fast}
                pools:
                  slow: {servers: ["127.0.0.1:%d"]}
                  fast: {servers: ["127.0.0.1:%d"]}
                """;
        try (ScriptedServer slow = ScriptedServer.start();
                ScriptedServer fast = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(config, slow.port(), fast.port());
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            slow.onNextConnection(
                    "read request", "tell asked", "wait go", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n/slow ");
            fast.always(request -> HttpText.response(200, target(request) + " "));
            client.send(get("/0") + get("/slow/") + get("/1") + get("/own") + get("/2"));
            assertEquals(List.of("/0 "), bodies(client, 1));
            slow.await("asked");
            assertEquals(1, fast.requests().size());
            slow.release("go");
            assertEquals(List.of("/slow ", "/1 ", "/own ", "/2 "), bodies(client, 4));
        }
    }

    @Test
    void manyRequestsThatWaybillAnswersItselfDoNotPileUp() {
        String config = "routes: [{respond: {body: pong}}]\n";
        try (RunningWaybill waybill = RunningWaybill.withConfig(config);
                RawClient client = RawClient.connect(waybill.port("edge"))) {
            int count = 1000;
            client.send(get("/").repeat(count));
            for (String body : bodies(client, count)) {
                assertEquals("pong", body);
            }
        }
    }

    @Test
    void nothingBehindARequestThatAsksForTheCloseIsAnswered() {
        try (ProxiedServer proxied = echo();
                RawClient client = proxied.connect()) {
            client.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + get("/more"));
            String all = client.readUntilClose();
            assertEquals("/last ", HttpText.body(all));
            assertEquals(1, proxied.server().requests().size());
        }
    }

    @Test
    void aMalformedRequestBehindAGoodOneIsAnsweredAfterIt() {
        try (ProxiedServer proxied = echo();
                RawClient client = proxied.connect()) {
            client.send(get("/good") + "GET /bad HTTP/1.1\r\nHost : x\r\n\r\n" + get("/never"));
            assertEquals("/good ", HttpText.body(client.readResponse()));
            String all = client.readUntilClose();
            assertEquals(400, HttpText.status(all));
            assertEquals(1, proxied.server().requests().size());
        }
    }
}
