package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TlsClient;
import io.waybill.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener with TLS: how clients of the JDK are served there, and how bodies and connections end. */
class TlsListenerTest {

    private static SecureSite site;

    @BeforeAll
    static void makeSite() {
        site = SecureSite.make();
    }

    @AfterAll
    static void removeSite() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientsOfBothVersionsAreServed(String version) {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server)) {
            try (TlsClient client = TlsClient.connect(
                    waybill.port("secure"), site.trusting(), "site.test", List.of(version), List.of())) {
                assertEquals(version, client.session().getProtocol());
                assertTrue(client.get("/one").endsWith("hello"));
                assertTrue(client.get("/two").endsWith("hello"));
            }
            assertTrue(server.requests().get(0).contains("X-Forwarded-Proto: https\r\n"));
            SecureSite.counted(waybill, "handshakes", 1);
        }
    }

    @Test
    void recordsMayComeInAnyPieces() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server);
                TlsRelay relay = TlsRelay.to(waybill.port("secure"), 1)) {
            try (TlsClient client = TlsClient.connect(relay.port(), site.trusting(), "site.test")) {
                assertTrue(client.get("/one").endsWith("hello"));
                assertTrue(client.get("/two").endsWith("hello"));
            }
        }
    }

    @Test
    void theEndOfABodyThatEndsWithTheConnectionIsSaidByTls() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = site.waybill(server);
                TlsClient client = site.client(waybill)) {
            server.onNextConnection("read request", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it", "close");
            client.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n");
            assertTrue(client.readUntilClose().endsWith("all of it"));
        }
    }

    @Test
    void aBodyThatIsCutOffIsNotTakenForWhole() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = site.waybill(server);
                TlsClient client = site.client(waybill)) {
            server.onNextConnection(
                    "read request", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n", "close");
            client.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n");
            assertThrows(UncheckedIOException.class, client::readUntilClose);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestIsReadToItsEnd() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig("""
                        listeners:
                          secure: {address: "127.0.0.1:0", tls: {certificates: [%s]}}
                        routes:
                          - {maxBody: 1KiB, pool: web}
                        pools:
                          web: {servers: ["127.0.0.1:%d"]}
                        """, site.certificate(), server.port());
                TlsClient client = site.client(waybill)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n");
            client.send(new byte[200_000]);
            String answer = client.readUntilClose();
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        }
    }

    @Test
    void largeBodiesGoBothWaysAtTheSpeedOfASlowReader() {
        byte[] body = new byte[12_000_000];
        new Random(2).nextBytes(body);
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = site.waybill(server);
                TlsClient client = site.client(waybill)) {
            server.always(request -> "HTTP/1.1 200 OK\r\nContent-Length: "
                    + request.substring(request.indexOf("\r\n\r\n") + 4).length() + "\r\n\r\n"
                    + request.substring(request.indexOf("\r\n\r\n") + 4));
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .send(body);
            assertTrue(client.readHead().contains("Content-Length: " + body.length + "\r\n"));
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            while (back.size() < body.length) {
                if (back.size() < 200_000) {
                    pause();
                }
                back.writeBytes(client.readSome(7_777));
            }
            assertArrayEquals(body, back.toByteArray());
        }
    }

    private static void pause() {
        long begun = System.nanoTime();
        Waiting.until("time passes", () -> System.nanoTime() - begun > 10_000_000);
    }

    @Test
    void aConnectionThatWaitsIsEndedInTheOrderlyWay() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(
                        SecureSite.CONFIG.replace("handshake: 2s", "keepAlive: 300ms"),
                        "http: h1",
                        site.certificate(),
                        server.port());
                TlsClient client = site.client(waybill)) {
            client.get("/");
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void aClientThatTakesItsLeaveByTlsIsLetGo() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server);
                TlsClient client = site.client(waybill)) {
            client.get("/");
            client.socket().shutdownOutput();
            Statistics.of(waybill).await("/listeners/0/connections/in_use", 0);
            Waiting.until(
                    "the connection ends", () -> Statistics.of(waybill).number("/listeners/0/connections/idle") == 0);
        }
    }
}
