package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TlsClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strict-Transport-Security (RFC 6797) on every response over TLS, and on no other. */
class HstsTest {

    private static final String OURS = "max-age=86400; includeSubDomains";
    private static final String NAME = "Strict-Transport-Security";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final TestCertificates certificates = TestCertificates.make();
    private final ScriptedServer server = ScriptedServer.start();
    private final RunningWaybill waybill = RunningWaybill.withConfig(
            "listeners:\n  edge: {address: \"127.0.0.1:0\"}\n  secure: {address: \"127.0.0.1:0\", tls: {certificates: [%s],"
                    + " hsts: {maxAge: 24h, includeSubDomains: true}}}\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n",
            certificates.server("x").yaml(), server.port());

    @AfterEach
    void stop() {
        waybill.close();
        server.close();
        certificates.close();
    }

    private String securely() {
        try (TlsClient client = TlsClient.connect(waybill.port("secure"), certificates.trusting(), "x")) {
            return client.send(GET).readResponse();
        }
    }

    @Test
    void everyResponseHasItOnce() {
        server.always(request -> HttpText.response(200, "ok"));
        assertEquals(List.of(OURS), HttpText.fields(securely(), NAME));
    }

    @Test
    void whatTheServerSaysAboutItHolds() {
        server.always(request -> HttpText.response(200, "ok", "strict-transport-security: max-age=1"));
        assertEquals(List.of("max-age=1"), HttpText.fields(securely(), NAME));
    }

    @Test
    void anErrorOfOurOwnHasItToo() {
        server.kill();
        String answer = securely();
        assertEquals(502, HttpText.status(answer));
        assertEquals(List.of(OURS), HttpText.fields(answer, NAME));
    }

    @Test
    void trailersCannotBringItAndAPlainListenerDoesNotSayIt() {
        server.always(request -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n" + NAME
                + ": max-age=1\r\nX-Last: 1\r\n\r\n");
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            String answer = client.send(GET).readResponse();
            assertFalse(answer.contains(NAME), answer);
            assertEquals(true, answer.endsWith("0\r\nX-Last: 1\r\n\r\n"), answer);
        }
    }
}
