package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.frontend.Listener;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TestCertificates;
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

/** A listener with TLS: what clients of the JDK, and bytes that are no TLS, meet there. */
class TlsListenerTest {

    private static final String CONFIG = """
            listeners:
              secure:
                address: "127.0.0.1:0"
                %s
                tls: {certificates: [%s]}
            timeouts: {handshake: 2s}
            pools:
              web: {servers: ["127.0.0.1:%d"]}
            """;

    private static TestCertificates authority;

    @BeforeAll
    static void makeAuthority() {
        authority = TestCertificates.make();
    }

    @AfterAll
    static void removeAuthority() {
        authority.close();
    }

    private static RunningWaybill waybill(ScriptedServer server) {
        return waybill("http: [h2, h1]", server);
    }

    private static RunningWaybill waybill(String more, ScriptedServer server) {
        return RunningWaybill.withConfig(
                CONFIG, more, authority.server("site.test").yaml(), server.port());
    }

    private static TlsClient client(RunningWaybill waybill) {
        return TlsClient.connect(waybill.port("secure"), authority.trusting(), "site.test");
    }

    private static void counted(RunningWaybill waybill, String what, long expected) {
        Statistics.of(waybill).await("/listeners/0/tls/" + what, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientsOfBothVersionsAreServed(String version) {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server)) {
            try (TlsClient client = TlsClient.connect(
                    waybill.port("secure"), authority.trusting(), "site.test", List.of(version), List.of())) {
                assertEquals(version, client.session().getProtocol());
                assertTrue(client.get("/one").endsWith("hello"));
                assertTrue(client.get("/two").endsWith("hello"));
            }
            assertTrue(server.requests().get(0).contains("X-Forwarded-Proto: https\r\n"));
            counted(waybill, "handshakes", 1);
        }
    }

    @Test
    void plainHttpIsToldThatThePortSpeaksTls() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server)) {
            try (RawClient client = RawClient.connect(waybill.port("secure"))) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                String response = client.readUntilClose();
                assertTrue(response.startsWith("HTTP/1.1 400 "), response);
                assertTrue(response.contains("plain HTTP was sent to a port that speaks TLS"), response);
                assertTrue(response.contains("X-Unique-Request-Id: "), response);
            }
            counted(waybill, "plain_http", 1);
            assertEquals(0, server.connections());
        }
    }

    @Test
    void bytesThatOnlyBeginLikeTlsFailTheHandshake() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server)) {
            Random random = new Random(1);
            for (int i = 0; i < 20; i++) {
                byte[] junk = new byte[1 + random.nextInt(600)];
                random.nextBytes(junk);
                junk[0] = 22;
                try (RawClient client = RawClient.connect(waybill.port("secure"))) {
                    client.send(junk).halfClose();
                    client.readUntilClose();
                }
            }
            counted(waybill, "failed", 20);
            assertServes(waybill);
        }
    }

    private static void assertServes(RunningWaybill waybill) {
        try (TlsClient client = client(waybill)) {
            assertTrue(client.get("/").endsWith("hello"));
        }
    }

    @Test
    void aClientHelloWithoutEndIsRefused() {
        byte[] record = new byte[5 + 16_384];
        System.arraycopy(
                new byte[] {22, 3, 1, 0x40, 0, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 3, 3}, 0, record, 0, 11);
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server);
                RawClient client = RawClient.connect(waybill.port("secure"))) {
            client.send(record);
            client.readUntilClose();
            counted(waybill, "failed", 1);
        }
    }

    @Test
    void aHandshakeThatStallsIsCut() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server);
                RawClient silent = RawClient.connect(waybill.port("secure"));
                RawClient stalled = RawClient.connect(waybill.port("secure"))) {
            stalled.send(new byte[] {22, 3, 1, 1, 0, 1});
            assertTrue(silent.isClosedByPeer());
            assertTrue(stalled.isClosedByPeer());
            counted(waybill, "failed", 1);
            assertServes(waybill);
        }
    }

    @Test
    void recordsMayComeInAnyPieces() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server);
                TlsRelay relay = TlsRelay.to(waybill.port("secure"), 1)) {
            try (TlsClient client = TlsClient.connect(relay.port(), authority.trusting(), "site.test")) {
                assertTrue(client.get("/one").endsWith("hello"));
                assertTrue(client.get("/two").endsWith("hello"));
            }
        }
    }

    @Test
    void aSecondHandshakeOnAConnectionIsRefused() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server);
                TlsClient client = TlsClient.connect(
                        waybill.port("secure"), authority.trusting(), "site.test", List.of("TLSv1.2"), List.of())) {
            client.get("/");
            client.socket().startHandshake();
            assertThrows(UncheckedIOException.class, () -> client.get("/"));
            assertServes(waybill);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void bytesThatAreNoRecordAfterTheHandshakeEndTheConnectionAndAreNoBug(String application) throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                LogLines lines = LogLines.ofPackage(Listener.class);
                RunningWaybill waybill = waybill(server)) {
            try (TlsClient client = TlsClient.connect(
                    waybill.port("secure"), authority.trusting(), "site.test", List.of(), List.of(application))) {
                assertEquals(application, client.application());
                client.raw().getOutputStream().write(HttpText.bytes("\u0017\u0003\u0003\u0000 " + "x".repeat(40)));
                client.readAnythingUntilGone();
            }
            Waiting.until("it has gone", () -> Statistics.of(waybill).number("/listeners/0/connections/in_use") == 0);
            assertEquals(List.of(), lines.with("bug"));
            assertServes(waybill);
        }
    }

    @Test
    void theEndOfABodyThatEndsWithTheConnectionIsSaidByTls() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = waybill(server);
                TlsClient client = client(waybill)) {
            server.onNextConnection("read request", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it", "close");
            client.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n");
            assertTrue(client.readUntilClose().endsWith("all of it"));
        }
    }

    @Test
    void aBodyThatIsCutOffIsNotTakenForWhole() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = waybill(server);
                TlsClient client = client(waybill)) {
            server.onNextConnection(
                    "read request", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n", "close");
            client.send("GET / HTTP/1.0\r\nHost: x\r\n\r\n");
            assertThrows(UncheckedIOException.class, client::readUntilClose);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestIsReadToItsEnd() {
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(
                        """
                        listeners:
                          secure: {address: "127.0.0.1:0", tls: {certificates: [%s]}}
                        routes:
                          - {maxBody: 1KiB, pool: web}
                        pools:
                          web: {servers: ["127.0.0.1:%d"]}
                        """, authority.server("site.test").yaml(), server.port());
                TlsClient client = client(waybill)) {
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
                RunningWaybill waybill = waybill(server);
                TlsClient client = client(waybill)) {
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
                        CONFIG.replace("handshake: 2s", "keepAlive: 300ms"),
                        "http: h1",
                        authority.server("site.test").yaml(),
                        server.port());
                TlsClient client = client(waybill)) {
            client.get("/");
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void aClientThatTakesItsLeaveByTlsIsLetGo() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server);
                TlsClient client = client(waybill)) {
            client.get("/");
            client.socket().shutdownOutput();
            Statistics.of(waybill).await("/listeners/0/connections/in_use", 0);
            Waiting.until(
                    "the connection ends", () -> Statistics.of(waybill).number("/listeners/0/connections/idle") == 0);
        }
    }

    @Test
    void whoDoesNotAskForHttp2WhereThereIsNothingElseIsNotServed() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill("http: h2", server);
                TlsClient client = client(waybill)) {
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void oneTooManyIsClosedBeforeItsHandshake() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill("maxConnections: 1", server);
                TlsClient first = client(waybill);
                RawClient second = RawClient.connect(waybill.port("secure"))) {
            assertTrue(first.get("/").endsWith("hello"));
            assertTrue(second.isClosedByPeer());
            assertTrue(first.get("/").endsWith("hello"));
            first.close();
            Waiting.until("there is a place again", () -> isServed(waybill));
        }
    }

    private static boolean isServed(RunningWaybill waybill) {
        try (TlsClient client = client(waybill)) {
            return client.get("/").endsWith("hello");
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void whatIsSentBehindTheHelloOfAPeerThatLeavesIsForgotten() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = waybill(server)) {
            for (int i = 0; i < 10; i++) {
                TlsClient client = client(waybill);
                client.send(HttpText.bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /next"));
                try {
                    client.raw().setSoLinger(true, 0);
                    client.raw().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            Waiting.until("all have gone", () -> Statistics.of(waybill).number("/listeners/0/connections/in_use") == 0);
            assertServes(waybill);
        }
    }
}
