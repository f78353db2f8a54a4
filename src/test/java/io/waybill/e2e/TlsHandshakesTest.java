package io.waybill.e2e;

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
import io.waybill.testkit.TlsClient;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that a listener with TLS turns away: no TLS, broken handshakes, and clients that break off. */
class TlsHandshakesTest {

    private static SecureSite site;

    @BeforeAll
    static void makeSite() {
        site = SecureSite.make();
    }

    @AfterAll
    static void removeSite() {
        site.close();
    }

    @Test
    void plainHttpIsToldThatThePortSpeaksTls() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server)) {
            try (RawClient client = RawClient.connect(waybill.port("secure"))) {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                String response = client.readUntilClose();
                assertTrue(response.startsWith("HTTP/1.1 400 "), response);
                assertTrue(response.contains("plain HTTP was sent to a port that speaks TLS"), response);
                assertTrue(response.contains("X-Unique-Request-Id: "), response);
            }
            SecureSite.counted(waybill, "plain_http", 1);
            assertEquals(0, server.connections());
        }
    }

    @Test
    void bytesThatOnlyBeginLikeTlsFailTheHandshake() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server)) {
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
            SecureSite.counted(waybill, "failed", 20);
            site.assertServes(waybill);
        }
    }

    @Test
    void aClientHelloWithoutEndIsRefused() {
        byte[] record = new byte[5 + 16_384];
        System.arraycopy(
                new byte[] {22, 3, 1, 0x40, 0, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 3, 3}, 0, record, 0, 11);
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server);
                RawClient client = RawClient.connect(waybill.port("secure"))) {
            client.send(record);
            client.readUntilClose();
            SecureSite.counted(waybill, "failed", 1);
        }
    }

    @Test
    void aHandshakeThatStallsIsCut() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server);
                RawClient silent = RawClient.connect(waybill.port("secure"));
                RawClient stalled = RawClient.connect(waybill.port("secure"))) {
            stalled.send(new byte[] {22, 3, 1, 1, 0, 1});
            assertTrue(silent.isClosedByPeer());
            assertTrue(stalled.isClosedByPeer());
            SecureSite.counted(waybill, "failed", 1);
            site.assertServes(waybill);
        }
    }

    @Test
    void aSecondHandshakeOnAConnectionIsRefused() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server);
                TlsClient client = TlsClient.connect(
                        waybill.port("secure"), site.trusting(), "site.test", List.of("TLSv1.2"), List.of())) {
            client.get("/");
            client.socket().startHandshake();
            assertThrows(UncheckedIOException.class, () -> client.get("/"));
            site.assertServes(waybill);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", "h2"})
    void bytesThatAreNoRecordAfterTheHandshakeEndTheConnectionAndAreNoBug(String application) throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                LogLines lines = LogLines.ofPackage(Listener.class);
                RunningWaybill waybill = site.waybill(server)) {
            try (TlsClient client = TlsClient.connect(
                    waybill.port("secure"), site.trusting(), "site.test", List.of(), List.of(application))) {
                assertEquals(application, client.application());
                client.raw().getOutputStream().write(HttpText.bytes("\u0017\u0003\u0003\u0000 " + "x".repeat(40)));
                client.readAnythingUntilGone();
            }
            Waiting.until("it has gone", () -> Statistics.of(waybill).number("/listeners/0/connections/in_use") == 0);
            assertEquals(List.of(), lines.with("bug"));
            site.assertServes(waybill);
        }
    }

    @Test
    void whoDoesNotAskForHttp2WhereThereIsNothingElseIsNotServed() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill("http: h2", server);
                TlsClient client = site.client(waybill)) {
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void oneTooManyIsClosedBeforeItsHandshake() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill("maxConnections: 1", server);
                TlsClient first = site.client(waybill);
                RawClient second = RawClient.connect(waybill.port("secure"))) {
            assertTrue(first.get("/").endsWith("hello"));
            assertTrue(second.isClosedByPeer());
            assertTrue(first.get("/").endsWith("hello"));
            first.close();
            Waiting.until("there is a place again", () -> isServed(waybill));
        }
    }

    private static boolean isServed(RunningWaybill waybill) {
        try (TlsClient client = site.client(waybill)) {
            return client.get("/").endsWith("hello");
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void whatIsSentBehindTheHelloOfAPeerThatLeavesIsForgotten() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = site.waybill(server)) {
            for (int i = 0; i < 10; i++) {
                TlsClient client = site.client(waybill);
                client.send(HttpText.bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /next"));
                try {
                    client.raw().setSoLinger(true, 0);
                    client.raw().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            Waiting.until("all have gone", () -> Statistics.of(waybill).number("/listeners/0/connections/in_use") == 0);
            site.assertServes(waybill);
        }
    }
}
