package io.waybill.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.waybill.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AdminServerTest {

    private final TestSource source = new TestSource().pool("api", "one", "two").pool("web", "10.0.0.1:8080");
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(AdminLimits.STANDARD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AdminServer start(AdminLimits limits) throws IOException {
        return AdminServer.start(
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                new AdminSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits, List.of()),
                source,
                new TestOperations());
    }

    private String get(String target) {
        return ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private String ask(String request) {
        try (RawClient client = RawClient.connect(server.port())) {
            return client.send(request).readResponse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/stats",
                "/stats?format=text",
                "/stats?format=json",
                "/stats?format=prometheus",
                "/pools",
                "/pools/",
                "/pools/api",
                "/pools/api?format=text",
                "/pools/api/servers/one",
                "/pools/api/servers/one?format=text",
                "/pools/web/servers/10.0.0.1:8080",
                "/pools/web/servers/10.0.0.1%3A8080",
                "/metrics",
                "/health",
                "/healthz",
                "/ready",
                "/readyz"
            })
    void everyEndpointAnswersWithFieldsThatKeepItOutOfCaches(String target) {
        String response = get(target);
        assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
        assertTrue(response.contains("\r\ncache-control: no-store\r\n"), response);
        assertTrue(response.contains("\r\nX-Content-Type-Options: nosniff\r\n"), response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/stats/more",
                "/pools/none",
                "/pools/api/servers",
                "/pools/api/servers/none",
                "/pools/api/servers/one/more",
                "/pools/api/other/one",
                "/Stats"
            })
    void whatIsNotThereIsNotFound(String target) {
        assertTrue(get(target).startsWith("HTTP/1.1 404 "), target);
    }

    @Test
    void anUnknownPathIsAnsweredWithTheListOfEndpoints() {
        String response = get("/statistics");
        assertTrue(response.contains("GET /stats "), response);
        assertTrue(response.contains("\r\nX-Content-Type-Options: nosniff\r\n"), response);
    }

    @Test
    void anUnknownPoolIsAnsweredWithTheOnesThereAre() {
        assertTrue(get("/pools/ap1").endsWith("pool: found ap1, expected one of api, web\n"));
        assertTrue(get("/pools/api/servers/three").endsWith("server: found three, expected one of one, two\n"));
    }

    @Test
    void anUnknownFormatIsRefusedWithTheOnesThereAre() {
        String response = get("/stats?format=xml");
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        assertTrue(response.endsWith("format: found xml, expected one of json, text, prometheus\n"), response);
        assertTrue(get("/pools?format=prometheus").startsWith("HTTP/1.1 400 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"})
    void onlyReadingMethodsAreAllowed(String method) {
        String response = ask(method + " /stats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 405 "), response);
        assertTrue(response.contains("\r\nAllow: GET, HEAD\r\n"), response);
    }

    @Test
    void anUnknownPathIsNotFoundWhateverTheMethod() {
        assertTrue(ask("POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                .startsWith("HTTP/1.1 404 "));
    }

    @Test
    void headIsAnsweredAsGetWithoutTheBody() {
        try (RawClient client = RawClient.connect(server.port())) {
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
        assertTrue(ask("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n").startsWith("HTTP/1.1 200 "), host);
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
        String response = ask("GET /stats HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertFalse(response.contains("pools"), response);
    }

    @Test
    void aMissingHostIsRefusedUnlessTheVersionHasNone() {
        assertTrue(ask("GET /health HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(ask("GET /health HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example/stats", "*", "stats", "/stats%zz", "/pools/%"})
    void aTargetThatIsNoPathIsRefused(String target) {
        String response = get(target);
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    }

    @Test
    void garbageIsRefusedAndTheConnectionClosed() {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("\u0001\u0002 garbage\r\n\r\n");
            assertTrue(client.readResponse().startsWith("HTTP/1.1 400 "));
            assertTrue(client.isClosedByPeer());
        }
    }

    @Test
    void aHeadThatComesInSeveralReadsIsAnswered() {
        String fields = ("A: " + "x".repeat(1000) + "\r\n").repeat(12);
        String response = ask("GET /health HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
        assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        try (RawClient client = RawClient.connect(server.port())) {
            response = client.sendByteByByte("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readResponse();
            assertTrue(response.startsWith("HTTP/1.1 200 "), response);
        }
    }

    @Test
    void headsAndBodiesThatAreTooLargeAreRefused() {
        assertTrue(ask("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 4"));
        String large = ask("POST /stats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n");
        assertTrue(large.startsWith("HTTP/1.1 413 "), large);
        assertTrue(large.contains("X-Content-Type-Options: nosniff\r\n"), large);
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        try (RawClient client = RawClient.connect(server.port())) {
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50)
                    + "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
            for (int i = 0; i < 50; i++) {
                assertTrue(client.readResponse().startsWith("HTTP/1.1 200 "));
            }
            assertTrue(client.readResponse().startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void healthIsOkInEveryPhase() {
        for (LifePhase phase : LifePhase.values()) {
            source.phase = phase;
            assertTrue(get("/health").endsWith("\r\n\r\nOK\n"));
        }
    }

    @Test
    void readyTellsWhyNot() {
        assertTrue(get("/ready").endsWith("\r\n\r\nOK\n"));
        source.phase = LifePhase.STARTING;
        assertTrue(get("/ready").endsWith("\r\n\r\nnot ready: starting\n"));
        source.phase = LifePhase.DRAINING;
        assertTrue(get("/ready").endsWith("\r\n\r\nnot ready: draining\n"));
        assertTrue(get("/readyz").startsWith("HTTP/1.1 503 "));
    }

    @Test
    void readyWantsOnePoolWithAUsableServer() {
        source.maintain(0);
        assertTrue(get("/ready").startsWith("HTTP/1.1 200 "));
        source.maintain(1);
        String response = get("/ready");
        assertTrue(response.startsWith("HTTP/1.1 503 "), response);
        assertTrue(response.endsWith("not ready: no pool has a usable server: api, web\n"), response);
    }

    @Test
    void metricsComeInTheTextFormatOfPrometheus() {
        for (String target : List.of("/metrics", "/stats?format=prometheus")) {
            String response = get(target);
            assertTrue(response.contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"), response);
            assertTrue(response.endsWith("waybill_requests_total 3\n"), response);
        }
    }

    @Test
    void anAddressThatIsTakenIsNamedInTheMessage() {
        IOException failure = assertThrows(
                IOException.class,
                () -> AdminServer.start(
                                NioIoHandler.newFactory(),
                                NioServerSocketChannel.class,
                                new AdminSettings(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                                        AdminLimits.STANDARD,
                                        List.of()),
                                source,
                                new TestOperations())
                        .close());
        String start = "cannot bind admin listener 127.0.0.1:" + server.port() + ": ";
        assertTrue(String.valueOf(failure.getMessage()).startsWith(start), failure.getMessage());
    }

    @Test
    void afterCloseNobodyListens() {
        int port = server.port();
        server.close();
        assertThrows(RuntimeException.class, () -> RawClient.connect(port).close());
    }
}
