package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.frontend.Listener;
import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener behind a proxy of TCP: who may begin a connection, and what a PROXY header changes. */
class ProxyProtocolTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LINE = "PROXY TCP4 192.0.2.7 192.0.2.1 40312 443\r\n";

    private final TestCertificates certificates = TestCertificates.make();
    private final ScriptedServer server = ScriptedServer.answering("ok");
    private final RunningWaybill waybill = RunningWaybill.withConfig(
            AccessLines.CONFIG
                    + "timeouts: {requestHead: 500ms}\ntrustedProxies: [203.0.113.9/32]\n"
                    + "requestId: {trust: [203.0.113.9/32]}\n"
                    + "listeners:\n"
                    + "  edge: {address: \"127.0.0.1:0\", proxyProtocol: {trust: [127.0.0.1/32]}}\n"
                    + "  foreign: {address: \"127.0.0.1:0\", proxyProtocol: {trust: [10.0.0.0/8]}}\n"
                    + "  secure: {address: \"127.0.0.1:0\", proxyProtocol: {trust: [127.0.0.1/32]}, tls: {certificates: [%s]}}\n"
                    + "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n",
            certificates.server("x").yaml(),
            server.port());

    @AfterEach
    void stop() {
        waybill.close();
        server.close();
        certificates.close();
    }

    private RawClient connect(String listener) {
        return RawClient.connect(waybill.port(listener));
    }

    private String lastRequest() {
        return server.requests().get(server.requests().size() - 1);
    }

    /** Version 2, TCP over IPv4 from 192.0.2.7:40312, with these extensions, each type, then value. */
    private static String block(int command, Object... extensions) {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.writeBytes(new byte[] {(byte) 192, 0, 2, 7, (byte) 192, 0, 2, 1, (byte) 0x9d, 0x78, 1, (byte) 0xbb});
        for (int i = 0; i < extensions.length; i += 2) {
            byte[] value = ((String) extensions[i + 1]).getBytes(StandardCharsets.ISO_8859_1);
            rest.write((Integer) extensions[i]);
            rest.write(value.length >> 8);
            rest.write(value.length);
            rest.writeBytes(value);
        }
        String start = "\r\n\r\n\0\r\nQUIT\n" + (char) (0x20 | command) + (char) 0x11;
        String length = "" + (char) (rest.size() >> 8) + (char) (rest.size() & 0xff);
        return start + length + rest.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theClientIsWhomTheHeaderNames() {
        try (RawClient client = connect("edge")) {
            assertEquals(200, HttpText.status(client.send(LINE + GET).readResponse()));
            assertEquals("192.0.2.7", HttpText.field(lastRequest(), "X-Forwarded-For"));
            assertEquals("192.0.2.7", AccessLines.of(waybill).field(0, "client"));
            assertEquals(200, HttpText.status(client.send(GET).readResponse()));
            assertEquals("192.0.2.7", HttpText.field(lastRequest(), "X-Forwarded-For"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHeaderMayComeInAnyPieces(boolean text) {
        try (RawClient client = connect("edge")) {
            client.sendByteByByte((text ? LINE : block(1)) + GET);
            assertEquals(200, HttpText.status(client.readResponse()));
            assertEquals("192.0.2.7", HttpText.field(lastRequest(), "X-Forwarded-For"));
        }
    }

    @Test
    void whoIsTrustedIsJudgedByTheAddressInTheHeader() {
        String brought =
                "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\nX-Unique-Request-Id: mine\r\n\r\n";
        try (RawClient stranger = connect("edge");
                RawClient proxy = connect("edge")) {
            stranger.send(LINE + brought).readResponse();
            assertEquals("192.0.2.7", HttpText.field(lastRequest(), "X-Forwarded-For"));
            assertFalse(lastRequest().contains("mine"));

            proxy.send("PROXY TCP4 203.0.113.9 192.0.2.1 1 443\r\n" + brought).readResponse();
            assertEquals("198.51.100.1, 203.0.113.9", HttpText.field(lastRequest(), "X-Forwarded-For"));
            assertEquals("mine", HttpText.field(lastRequest(), "X-Unique-Request-Id"));
        }
    }

    @Test
    void theUniqueIdIsThatOfTheFirstRequestAndOfNoOther() {
        try (RawClient client = connect("edge")) {
            String first = client.send(block(1, 0x05, "LB-7:42") + GET).readResponse();
            assertEquals("LB-7:42", HttpText.field(first, "X-Unique-Request-Id"));
            assertEquals("LB-7:42", HttpText.field(lastRequest(), "X-Unique-Request-Id"));
            String second = client.send(GET).readResponse();
            assertFalse(String.valueOf(HttpText.field(second, "X-Unique-Request-Id"))
                    .contains("LB-7"));
        }
    }

    @Test
    void theHostThatTheClientAskedForIsInTheLog() {
        try (RunningWaybill logging = RunningWaybill.withConfig(
                        "accessLog: {file: access.log, format: json}\n"
                                + "listeners: {edge: {address: \"127.0.0.1:0\", proxyProtocol: {trust: any}}}\n"
                                + "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n",
                        server.port());
                RawClient client = RawClient.connect(logging.port("edge"))) {
            client.send(block(1, 0x02, "www.example.com") + GET).readResponse();
            assertEquals("http", HttpText.field(lastRequest(), "X-Forwarded-Proto"));
            String line = AccessLines.of(logging).await(1).get(0);
            assertTrue(line.contains("\"tls_protocol\":null,\"tls_cipher\":null,\"sni\":\"www.example.com\""), line);
        }
    }

    @Test
    void aUniqueIdThatIsNoneIsNotTaken() {
        try (RawClient client = connect("edge")) {
            String answer = client.send(block(1, 0x05, "a b\r\nX: y") + GET).readResponse();
            assertEquals(200, HttpText.status(answer));
            assertFalse(answer.contains("a b"), answer);
        }
    }

    @Test
    void aSenderThatSpeaksForItselfIsTheClient() {
        for (String header : new String[] {"PROXY UNKNOWN\r\n", block(0)}) {
            try (RawClient client = connect("edge")) {
                assertEquals(200, HttpText.status(client.send(header + GET).readResponse()));
                assertEquals("127.0.0.1", HttpText.field(lastRequest(), "X-Forwarded-For"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40312\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40312 99999\r\n",
                "\r\n\r\n\0\r\nQUIT\n!\u0011\u00ff\u00ff",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            })
    void withoutAGoodHeaderThereIsA400AndTheEnd(String sent) {
        try (RawClient client = connect("edge")) {
            String answer = client.send(sent).readResponse();
            assertEquals(400, HttpText.status(answer));
            assertTrue(HttpText.body(answer).contains("PROXY header"), answer);
            assertNotNull(HttpText.field(answer, "X-Unique-Request-Id"));
            assertEquals("PR", AccessLines.of(waybill).field(0, "code"));
            assertTrue(server.requests().isEmpty());
            assertEquals(1, Statistics.of(waybill).number("/listeners/0/proxy_refused"));
        }
    }

    @Test
    void aHeaderThatIsLateIsRefused() {
        try (RawClient client = connect("edge")) {
            assertEquals(400, HttpText.status(client.send("PROXY TCP4 ").readResponse()));
        }
    }

    @Test
    void aPeerThatIsNotTrustedIsRefusedWhateverItSays() {
        try (LogLines log = LogLines.ofPackage(Listener.class);
                RawClient client = connect("foreign")) {
            assertEquals(400, HttpText.status(client.readResponse()));
            Waiting.until(
                    "a line",
                    () -> !log.with("proxy header refused: listener=foreign").isEmpty());
            String line = log.with("proxy header refused").get(0);
            assertTrue(line.contains("peer=/127.0.0.1:" + client.localPort() + " reason=untrusted left-out=0"), line);
        }
    }

    @Test
    void onAListenerWithTlsTheConnectionIsClosedWithoutAWord() {
        try (RawClient client = connect("secure")) {
            client.send(GET);
            assertEquals("", client.readUntilClose());
        }
    }

    @Test
    void tlsFollowsTheHeaderOnTheSameConnection() {
        try (ProxiedTls client = ProxiedTls.connect(waybill.port("secure"), LINE, certificates.trusting(), "x")) {
            assertEquals(200, HttpText.status(client.ask(GET)));
            assertEquals("192.0.2.7", HttpText.field(lastRequest(), "X-Forwarded-For"));
            assertEquals("https", HttpText.field(lastRequest(), "X-Forwarded-Proto"));
        }
    }
}
