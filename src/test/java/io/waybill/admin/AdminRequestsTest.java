package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests the admin listener reads, by their host, target and size, and which it refuses. */
@Timeout(30)
class AdminRequestsTest {

    private final TestAdmin admin = TestAdmin.start();

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void headIsAnsweredAsGetWithoutTheBody() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            String head = client.send("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readHead();
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("content-length: 3\r\n"), head);
            String next = client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readResponse();
            assertTrue(next.startsWith("HTTP/1.1 200 OK\r\n"), next);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:9119",
                "127.0.0.1",
                "127.0.0.1:80",
                "[::1]",
                "[::1]:9119",
                "edge1",
                "edge1:9119",
                "localhost."
            })
    void itsOwnNamesAreAnswered(String host) {
        assertTrue(
                admin.ask("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n").startsWith("HTTP/1.1 200 "), host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9119",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.2",
                "",
                "[::2]",
                "localhost:x",
                "localhost\r\nHost: localhost",
                "localhost@evil.example"
            })
    void foreignNamesAreRefused(String host) {
        String response = admin.ask("GET /stats HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertFalse(response.contains("pools"), response);
    }

    @Test
    void aMissingHostIsRefusedUnlessTheVersionHasNone() {
        assertTrue(admin.ask("GET /health HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(admin.ask("GET /health HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/stats", "*", "stats", "/stats%zz", "/pools/%"})
    void aTargetThatIsNoPathIsRefused(String target) {
        String response = admin.get(target);
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    }

    @Test
    void garbageIsRefusedAndTheConnectionClosed() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            client.send("\u0001\u0002 garbage\r\n\r\n");
            assertTrue(client.readResponse().startsWith("HTTP/1.1 400 "));
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void aHeadThatComesInSeveralReadsIsAnswered() {
        String fields = ("A: " + "x".repeat(1000) + "\r\n").repeat(12);
        String response = admin.ask("GET /health HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        try (RawClient client = RawClient.connect(admin.server.port())) {
            response = client.sendByteByByte("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readResponse();
            assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        }
    }

    @Test
    void headsAndBodiesThatAreTooLargeAreRefused() {
        assertTrue(admin.ask("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 4"));
        String large = admin.ask("POST /stats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n");
        assertTrue(large.startsWith("HTTP/1.1 413 "), large);
        assertTrue(large.contains("X-Content-Type-Options: nosniff\r\n"), large);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        try (RawClient client = RawClient.connect(admin.server.port())) {
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50)
                    + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
            for (int i = 0; i < 50; i++) {
                assertTrue(client.readResponse().startsWith("HTTP/1.1 200 "));
            }
            assertTrue(client.readResponse().startsWith("HTTP/1.1 404 "));
        }
    }
}
