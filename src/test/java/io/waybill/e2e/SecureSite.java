package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TlsClient;
import javax.net.ssl.SSLContext;

/** The name {@code site.test}, as a listener with TLS serves it, and clients that trust it. Confined to one thread. */
final class SecureSite implements AutoCloseable {

    /** To be filled with further keys of the listener, {@link #certificate}, and the port of the server. */
    static final String CONFIG = """
            listeners:
              secure:
                address: "127.0.0.1:0"
                %s
                tls: {certificates: [%s]}
            timeouts: {handshake: 2s}
            pools:
              web: {servers: ["127.0.0.1:%d"]}
            """;

    private final TestCertificates authority = TestCertificates.make();

    private SecureSite() {}

    static SecureSite make() {
        return new SecureSite();
    }

    /** As a listener has it in its configuration; a new one each time. */
    String certificate() {
        return authority.server("site.test").yaml();
    }

    /** What a client that trusts this site needs. */
    SSLContext trusting() {
        return authority.trusting();
    }

    RunningWaybill waybill(ScriptedServer server) {
        return waybill("http: [h2, h1]", server);
    }

    /** @param more further keys of the listener, in one line */
    RunningWaybill waybill(String more, ScriptedServer server) {
        return RunningWaybill.withConfig(CONFIG, more, certificate(), server.port());
    }

    TlsClient client(RunningWaybill waybill) {
        return TlsClient.connect(waybill.port("secure"), trusting(), "site.test");
    }

    /** Waits until the listener has counted this many. */
    static void counted(RunningWaybill waybill, String what, long expected) {
        Statistics.of(waybill).await("/listeners/0/tls/" + what, expected);
    }

    /** Fails unless a client gets the server's {@code hello}. */
    void assertServes(RunningWaybill waybill) {
        try (TlsClient client = client(waybill)) {
            assertTrue(client.get("/").endsWith("hello"));
        }
    }

    @Override
    public void close() {
        authority.close();
    }
}
