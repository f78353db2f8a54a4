package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TlsClient;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A listener with TLS, seen by clients of the JDK. */
class TlsListenerTest {

    private static final List<String> TLS_1_2 = List.of("TLSv1.2");

    private static TestCertificates authority;

    @BeforeAll
    static void makeAuthority() {
        authority = TestCertificates.make();
    }

    @AfterAll
    static void removeAuthority() {
        authority.close();
    }

    private static RunningWaybill waybill(String tls) {
        return RunningWaybill.withConfig("""
                listeners:
                  secure:
                    address: "127.0.0.1:0"
                    tls: %s
                routes:
                  - {path: /, respond: {status: 200, body: "hello"}}
                """, tls);
    }

    private static String certificates(TestCertificates.Issued... issued) {
        return "{certificates: ["
                + String.join(", ", java.util.Arrays.stream(issued).map(TestCertificates.Issued::yaml).toList()) + "]}";
    }

    @Test
    void clientsOfBothVersionsAreServed() {
        TestCertificates.Issued site = authority.server("site.test");
        try (RunningWaybill waybill = waybill(certificates(site))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (TlsClient client = TlsClient.connect(
                        waybill.port("secure"), authority.trusting(), "site.test", List.of(version), List.of())) {
                    assertEquals(version, client.session().getProtocol());
                    assertTrue(client.get("/one").endsWith("hello"));
                    assertTrue(client.get("/two").endsWith("hello"));
                }
            }
        }
    }

    @Test
    void plainHttpIsToldThatThePortSpeaksTls() {
        try (RunningWaybill waybill = waybill(certificates(authority.server("site.test")));
                RawClient client = RawClient.connect(waybill.port("secure"))) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            String response = client.readUntilClose();
            assertTrue(response.startsWith("HTTP/1.1 400 "), response);
            assertTrue(response.contains("plain HTTP was sent to a port that speaks TLS"), response);
            assertTrue(response.contains("X-Unique-Request-Id: "), response);
        }
    }
}
