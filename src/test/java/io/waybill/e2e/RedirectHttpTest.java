package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;

/** A plain listener that sends its clients on to TLS. */
class RedirectHttpTest {

    private static final String CONFIG = """
            listeners:
              plain: {address: "127.0.0.1:0", redirectHttp: %s}
              other: {address: "127.0.0.1:0"}
            routes:
              - {listener: plain, path: /.well-known/acme-challenge/, pool: web}
              - {host: www.test, pool: web}
              - {pool: web}
            pools:
              web: {servers: ["127.0.0.1:%d"]}
            """;

    private static String answer(RunningWaybill waybill, String request) {
        try (RawClient client = RawClient.connect(waybill.port("plain"))) {
            return client.send(request).readResponse();
        }
    }

    private static String get(String host, String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @Test
    void everyRequestIsSentOnWithHostPathAndQuery() {
        try (ScriptedServer server = ScriptedServer.answering("plain");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, "true", server.port())) {
            String response = answer(waybill, get("www.test:8080", "/a/b?c=d&e=%2F"));
            assertTrue(response.startsWith("HTTP/1.1 308 "), response);
            assertEquals("https://www.test/a/b?c=d&e=%2F", HttpText.field(response, "Location"));
            assertEquals("https://[::1]/", HttpText.field(answer(waybill, get("[::1]:80", "/")), "Location"));
            String post = answer(waybill, "POST /form HTTP/1.1\r\nHost: any.test\r\nContent-Length: 2\r\n\r\nab");
            assertTrue(post.startsWith("HTTP/1.1 308 "), post);
            assertEquals("https://any.test/form", HttpText.field(post, "Location"));
            assertEquals(0, server.connections());
        }
    }

    @Test
    void thePortIsNamedIfItIsNotTheUsualOne() {
        try (ScriptedServer server = ScriptedServer.answering("plain");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, "8443", server.port())) {
            assertEquals("https://x.test:8443/", HttpText.field(answer(waybill, get("x.test", "/")), "Location"));
        }
    }

    @Test
    void routesThatNameTheListenerAreServed() {
        try (ScriptedServer server = ScriptedServer.answering("token");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, "true", server.port())) {
            String challenge = answer(waybill, get("www.test", "/.well-known/acme-challenge/abc"));
            assertTrue(challenge.endsWith("token"), challenge);
            try (RawClient client = RawClient.connect(waybill.port("other"))) {
                assertTrue(client.send(get("www.test", "/")).readResponse().endsWith("token"));
            }
        }
    }

    @Test
    void aRequestThatNamesNoHostIsRefused() {
        try (ScriptedServer server = ScriptedServer.answering("plain");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, "true", server.port())) {
            String response = answer(waybill, "GET / HTTP/1.0\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 400 "), response);
            assertTrue(response.contains("the Host field is missing"), response);
        }
    }
}
