package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AdminCall;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TlsClient;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Waybill where BoringSSL does not load: a process of its own, in which the JDK does TLS. */
class TlsOfTheJdkTest {

    private static final Map<String, String> WITHOUT_BORINGSSL =
            Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=true");

    private static TestCertificates authority;
    private static WaybillProcess waybill;

    @BeforeAll
    static void start() {
        authority = TestCertificates.make();
        waybill = WaybillProcess.serving(WITHOUT_BORINGSSL, """
                listeners:
                  secure: {address: "127.0.0.1:0", tls: {certificates: [%s, %s]}}
                timeouts: {handshake: 2s}
                routes:
                  - {respond: {body: "hello"}}
                """.formatted(
                        authority.server("site.test").yaml(),
                        authority.rsaServer("rsa.test").yaml()));
    }

    @AfterAll
    static void stop() {
        waybill.close();
        authority.close();
    }

    private static TlsClient client(String host, String version) {
        return TlsClient.connect(waybill.port("secure"), authority.trusting(), host, List.of(version), List.of());
    }

    @Test
    void clientsOfBothVersionsAreServed() {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            for (String host : List.of("site.test", "rsa.test")) {
                try (TlsClient client = client(host, version)) {
                    assertEquals(
                            "CN=" + host,
                            client.certificate().getSubjectX500Principal().getName());
                    assertTrue(client.get("/").endsWith("hello"));
                }
            }
        }
        String provider = AdminCall.get(waybill.adminPort(), "/stats")
                .json()
                .at("/listeners/0/tls/provider")
                .asString();
        assertEquals("jdk", provider);
    }

    @Test
    void aSecondHandshakeOnAConnectionIsRefused() throws IOException {
        try (TlsClient client = client("site.test", "TLSv1.2")) {
            client.get("/");
            client.socket().startHandshake();
            assertThrows(UncheckedIOException.class, () -> client.get("/"));
        }
    }

    @Test
    void plainHttpIsToldSoAndWhoStallsIsCut() {
        try (RawClient plain = RawClient.connect(waybill.port("secure"));
                RawClient stalled = RawClient.connect(waybill.port("secure"))) {
            stalled.send(new byte[] {22, 3, 1, 1, 0, 1});
            plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(plain.readUntilClose().startsWith("HTTP/1.1 400 "));
            assertTrue(stalled.isClosedByPeer());
        }
    }
}
