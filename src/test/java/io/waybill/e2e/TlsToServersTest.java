package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedHttp2Connection;
import io.waybill.testkit.ScriptedHttp2Server;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.Waiting;
import io.waybill.upstream.LoopConnector;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Servers that are spoken to over TLS: which version ALPN chooses, and what becomes of those who are not who they should be. */
class TlsToServersTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static TestCertificates certificates;
    private static TestCertificates.Issued issued;

    @BeforeAll
    static void issue() {
        certificates = TestCertificates.make();
        issued = certificates.server("127.0.0.1", "server.test");
    }

    @AfterAll
    static void remove() {
        certificates.close();
    }

    private static ScriptedHttp2Server server(TestCertificates.Issued identity, String... protocols) {
        return ScriptedHttp2Server.start(certificates.trusting(identity), protocols);
    }

    /** @param pool with {@code CA} for the authority's file */
    private static RunningWaybill waybill(String pool, ScriptedHttp2Server server) {
        String text = pool.replace("CA", "ca: \"" + certificates.caFile() + "\"");
        return RunningWaybill.withConfig(
                "threads: 1\npools: {web: {" + text + ", servers: [\"https://127.0.0.1:" + server.port() + "\"]}}\n");
    }

    private static RawClient client(RunningWaybill waybill) {
        return RawClient.connect(waybill.port("edge"));
    }

    private static String ask(RunningWaybill waybill) {
        try (RawClient client = client(waybill)) {
            return client.send(GET).readResponse();
        }
    }

    /** Answers in HTTP/1.1, whatever the head says. */
    private static void answerInHttp1(ScriptedHttp2Connection connection) throws IOException {
        InputStream in = connection.socket().getInputStream();
        int ends = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : next == '\r' ? 1 : 0;
            if (ends == 4) {
                ends = 0;
                connection.socket().getOutputStream().write(HttpText.bytes(HttpText.response(200, "one")));
            }
        }
    }

    @Test
    void http1OverTlsIsKeptAlive() {
        try (ScriptedHttp2Server server = server(issued, "http/1.1");
                RunningWaybill waybill = waybill("tls: {CA}", server)) {
            server.always(TlsToServersTest::answerInHttp1);
            for (int i = 0; i < 5; i++) {
                assertEquals("one", HttpText.body(ask(waybill)));
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void http2OverTlsSaysThatItIsSecure() {
        try (ScriptedHttp2Server server = server(issued, "h2");
                RunningWaybill waybill = waybill("http: h2, tls: {CA}", server)) {
            server.always(connection -> connection.settings().answerAll("two"));
            for (int i = 0; i < 5; i++) {
                assertEquals("two", HttpText.body(ask(waybill)));
            }
            assertEquals(1, server.connections());
            assertTrue(server.requests().get(0).contains(":scheme: https"));
        }
    }

    @Test
    void withAutoAlpnChoosesHttp2IfTheServerHasIt() {
        try (ScriptedHttp2Server server = server(issued, "h2", "http/1.1");
                RunningWaybill waybill = waybill("http: auto, tls: {CA}", server)) {
            server.always(connection -> connection.settings().answerAll("two"));
            assertEquals("two", HttpText.body(ask(waybill)));
            assertEquals("two", HttpText.body(ask(waybill)));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void withAutoAServerWithoutHttp2IsSpokenToInHttp1() {
        try (ScriptedHttp2Server server = server(issued, "http/1.1");
                RunningWaybill waybill = waybill("http: auto, tls: {CA}", server)) {
            server.always(TlsToServersTest::answerInHttp1);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clients.add(client(waybill).send(GET));
            }
            for (RawClient client : clients) {
                assertEquals("one", HttpText.body(client.readResponse()));
                client.close();
            }
            int connections = server.connections();
            assertEquals("one", HttpText.body(ask(waybill)));
            assertEquals(connections, server.connections());
            assertTrue(connections <= 8, connections + " connections");
        }
    }

    @Test
    void withH2AServerWithoutItFailsAndTheLogSaysWhy() {
        try (LogLines log = LogLines.ofPackage(LoopConnector.class);
                ScriptedHttp2Server server = server(issued, "http/1.1");
                RunningWaybill waybill = waybill("http: h2, tls: {CA}", server)) {
            server.always(TlsToServersTest::answerInHttp1);
            String answer = ask(waybill);
            assertEquals(502, HttpText.status(answer));
            assertTrue(answer.contains("no TLS connection"), answer);
            assertEquals(
                    1,
                    log.with("tls to server failed: server=web/127.0.0.1:" + server.port())
                            .size());
        }
    }

    @Test
    void aServerOfAnotherAuthorityGetsNoRequest() {
        try (LogLines log = LogLines.ofPackage(LoopConnector.class);
                TestCertificates others = TestCertificates.make("Other CA");
                ScriptedHttp2Server server =
                        ScriptedHttp2Server.start(others.trusting(others.server("127.0.0.1")), "http/1.1");
                RunningWaybill waybill = waybill("tls: {CA}", server)) {
            server.always(TlsToServersTest::answerInHttp1);
            for (int i = 0; i < 5; i++) {
                assertEquals(502, HttpText.status(ask(waybill)));
            }
            assertEquals(1, log.with("tls to server failed").size(), log.all()::toString);
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessItsNameIsConfigured() {
        TestCertificates.Issued named = certificates.server("server.test");
        try (ScriptedHttp2Server server = server(named, "http/1.1");
                RunningWaybill wrong = waybill("tls: {CA}", server);
                RunningWaybill right = waybill("tls: {CA, serverName: server.test}", server);
                RunningWaybill careless = waybill("tls: {verify: false}", server)) {
            server.always(TlsToServersTest::answerInHttp1);
            assertEquals(502, HttpText.status(ask(wrong)));
            assertEquals("one", HttpText.body(ask(right)));
            assertEquals("one", HttpText.body(ask(careless)));
        }
    }

    @Test
    void anExpiredCertificateIsRefused() {
        try (ScriptedHttp2Server server = server(certificates.expired("127.0.0.1"), "http/1.1");
                RunningWaybill waybill = waybill("tls: {CA}", server)) {
            server.always(TlsToServersTest::answerInHttp1);
            assertEquals(502, HttpText.status(ask(waybill)));
        }
    }

    @Test
    void theOwnCertificateIsShownToServersThatAsk() {
        TestCertificates.Issued own = certificates.client("waybill");
        List<String> shown = new CopyOnWriteArrayList<>();
        String identity = "certificate: \"" + own.chain() + "\", key: \"" + own.key() + "\"";
        try (ScriptedHttp2Server server = ScriptedHttp2Server.asking(certificates.trusting(issued), "http/1.1");
                RunningWaybill without = waybill("tls: {CA}", server);
                RunningWaybill waybill = waybill("tls: {CA, " + identity + "}", server)) {
            server.always(connection -> {
                SSLSocket socket = (SSLSocket) connection.socket();
                shown.add(socket.getSession().getPeerPrincipal().getName());
                answerInHttp1(connection);
            });
            assertEquals("one", HttpText.body(ask(waybill)));
            assertEquals(List.of("CN=waybill"), shown);
            assertEquals(502, HttpText.status(ask(without)));
        }
    }

    @Test
    void aHandshakeThatStallsTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RunningWaybill waybill = RunningWaybill.withConfig(
                        "pools: {web: {tls: {verify: false}, timeouts: {connect: 300ms}, servers: [\"https://127.0.0.1:%d\"]}}",
                        silent.getLocalPort())) {
            assertEquals(504, HttpText.status(ask(waybill)));
        }
    }

    @Test
    void aServerWithoutTlsFails() {
        try (ScriptedHttp2Server plain = ScriptedHttp2Server.start();
                RunningWaybill waybill = waybill("tls: {verify: false}", plain)) {
            plain.always(connection -> {
                connection.socket().getOutputStream().write(HttpText.bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
                connection.drain();
            });
            String answer = ask(waybill);
            assertEquals(502, HttpText.status(answer));
            assertTrue(answer.contains("no TLS connection"), answer);
        }
    }

    @Test
    void aBodyThatEndsWithACutOfTlsIsNotComplete() {
        try (ScriptedHttp2Server server = server(issued, "http/1.1");
                RunningWaybill waybill = waybill("tls: {CA}", server);
                RawClient client = client(waybill)) {
            server.always(connection -> {
                connection.socket().getOutputStream().write(HttpText.bytes("HTTP/1.1 200 OK\r\n\r\npart"));
                Waiting.until("the client has it", () -> client.readHead().startsWith("HTTP/1.1 200"));
                assertEquals("4\r\npart\r\n", new String(client.readBytes(9), StandardCharsets.US_ASCII));
                connection.cut();
            });
            client.send(GET);
            Waiting.until("the server is done", () -> server.connections() == 1 && server.openConnections() == 0);
            assertEquals("", client.readUntilClose());
            assertEquals(List.of(), server.problems());
        }
    }

    @Test
    void aBodyThatEndsWithACloseOfTlsIsComplete() {
        try (ScriptedHttp2Server server = server(issued, "http/1.1");
                RunningWaybill waybill = waybill("tls: {CA}", server)) {
            server.always(connection -> {
                connection.socket().getOutputStream().write(HttpText.bytes("HTTP/1.1 200 OK\r\n\r\nwhole"));
                ((SSLSocket) connection.socket()).shutdownOutput();
                connection.drain();
            });
            String answer = ask(waybill);
            assertTrue(answer.endsWith("0\r\n\r\n"), answer);
        }
    }
}
