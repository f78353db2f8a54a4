package io.waybill.admin;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the admin listener listens, and what it has at which path. */
@Timeout(30)
class AdminServerTest {

    private final TestAdmin admin = TestAdmin.start();

    @AfterEach
    void stop() {
        admin.close();
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
        String response = admin.get(target);
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
        assertTrue(admin.get(target).startsWith("HTTP/1.1 404 "), target);
    }

    @Test
    void anUnknownPathIsAnsweredWithTheListOfEndpoints() {
        String response = admin.get("/statistics");
        assertTrue(response.contains("GET /stats "), response);
        assertTrue(response.contains("\r\nX-Content-Type-Options: nosniff\r\n"), response);
    }

    @Test
    void anUnknownPoolIsAnsweredWithTheOnesThereAre() {
        assertTrue(admin.get("/pools/ap1").endsWith("pool: found ap1, expected one of api, web\n"));
        assertTrue(admin.get("/pools/api/servers/three").endsWith("server: found three, expected one of one, two\n"));
    }

    @Test
    void anUnknownFormatIsRefusedWithTheOnesThereAre() {
        String response = admin.get("/stats?format=xml");
        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        assertTrue(response.endsWith("format: found xml, expected one of json, text, prometheus\n"), response);
        assertTrue(admin.get("/pools?format=prometheus").startsWith("HTTP/1.1 400 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"})
    void onlyReadingMethodsAreAllowed(String method) {
        String response = admin.ask(method + " /stats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        assertTrue(response.startsWith("HTTP/1.1 405 "), response);
        assertTrue(response.contains("\r\nAllow: GET, HEAD\r\n"), response);
    }

    @Test
    void anUnknownPathIsNotFoundWhateverTheMethod() {
        assertTrue(admin.ask("POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                .startsWith("HTTP/1.1 404 "));
    }

    @Test
    void healthIsOkInEveryPhase() {
        for (LifePhase phase : LifePhase.values()) {
            admin.source.phase = phase;
            assertTrue(admin.get("/health").endsWith("\r\n\r\nOK\n"));
        }
    }

    @Test
    void readyTellsWhyNot() {
        assertTrue(admin.get("/ready").endsWith("\r\n\r\nOK\n"));
        admin.source.phase = LifePhase.STARTING;
        assertTrue(admin.get("/ready").endsWith("\r\n\r\nnot ready: starting\n"));
        admin.source.phase = LifePhase.DRAINING;
        assertTrue(admin.get("/ready").endsWith("\r\n\r\nnot ready: draining\n"));
        assertTrue(admin.get("/readyz").startsWith("HTTP/1.1 503 "));
    }

    @Test
    void readyWantsOnePoolWithAUsableServer() {
        admin.source.maintain(0);
        assertTrue(admin.get("/ready").startsWith("HTTP/1.1 200 "));
        admin.source.maintain(1);
        String response = admin.get("/ready");
        assertTrue(response.startsWith("HTTP/1.1 503 "), response);
        assertTrue(response.endsWith("not ready: no pool has a usable server: api, web\n"), response);
    }

    @Test
    void metricsComeInTheTextFormatOfPrometheus() {
        for (String target : List.of("/metrics", "/stats?format=prometheus")) {
            String response = admin.get(target);
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
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.server.port()),
                                        AdminLimits.STANDARD,
                                        List::of),
                                admin.source,
                                new TestOperations())
                        .close());
        String start = "cannot bind admin listener 127.0.0.1:" + admin.server.port() + ": ";
        assertTrue(String.valueOf(failure.getMessage()).startsWith(start), failure.getMessage());
    }

    @Test
    void afterCloseNobodyListens() {
        int port = admin.server.port();
        admin.server.close();
        assertThrows(RuntimeException.class, () -> RawClient.connect(port).close());
    }
}
