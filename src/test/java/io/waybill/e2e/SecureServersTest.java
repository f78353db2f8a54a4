package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AdminCall;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools whose servers are spoken to over TLS: checks, changes at run time, reloads. The servers are another Waybill. */
class SecureServersTest {

    private static TestCertificates authority;
    private static RunningWaybill site;

    @BeforeAll
    static void start() {
        authority = TestCertificates.make();
        site = RunningWaybill.withConfig("""
                listeners:
                  one: {address: "127.0.0.1:0", tls: {certificates: [%1$s]}}
                  two: {address: "127.0.0.1:0", tls: {certificates: [%1$s]}}
                routes: [{path: /, respond: {status: 200, body: "hello"}}]
                """, authority.server("site.test", "127.0.0.1").yaml());
    }

    @AfterAll
    static void stop() {
        site.close();
        authority.close();
    }

    private static String pool(String ca, String more) {
        return "pools: {app: {servers: [{name: one, address: \"127.0.0.1:" + site.port("one") + "\"}], tls: {ca: \"" + ca
                + "\"}, " + more + "}}\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"h1", "h2", "auto"})
    void requestsAndChecksAreSecureInEveryVersion(String http) {
        try (RunningWaybill waybill = RunningWaybill.withConfig(
                pool(authority.caFile().toString(), "http: " + http + ", check: {http: /, interval: 1s}"))) {
            assertEquals("hello", Requests.bodyOfGet(waybill.port("edge")));
            Statistics statistics = Statistics.of(waybill);
            assertEquals("L7OK", statistics.text("/pools/0/servers/0/check/code"));
            assertEquals("UP", statistics.text("/pools/0/servers/0/status"));
            assertEquals(http, statistics.text("/pools/0/link/http"));
            assertEquals(1, statistics.number("/pools/0/link/tls_servers"));
            String text = AdminCall.get(waybill.adminPort(), "/stats?format=text").body();
            assertTrue(text.contains("servers are spoken to by http " + http + ", TLS\n"), text);
        }
    }

    @Test
    void serverWhoseCertificateIsNotTrustedIsDownAndTheReasonIsToBeRead() throws IOException {
        try (TestCertificates other = TestCertificates.make("Other CA");
                RunningWaybill waybill = RunningWaybill.withConfig("reload: {debounce: 50ms}\n"
                        + pool(other.caFile().toString(), "check: {https: /, interval: 200ms, fall: 1, rise: 1}"))) {
            assertEquals("L6RSP", Statistics.of(waybill).text("/pools/0/servers/0/check/code"));
            assertEquals("DOWN", Statistics.of(waybill).text("/pools/0/servers/0/status"));
            // The right authority in the same file mends it, without a change of the configuration itself.
            Path ca = other.caFile();
            Path next = Files.copy(authority.caFile(), ca.resolveSibling("next.pem"));
            Files.move(next, ca, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Statistics.of(waybill).await("/pools/0/usable_servers", 1);
            assertEquals("hello", Requests.bodyOfGet(waybill.port("edge")));
        }
    }

    @Test
    void serverThatIsAddedAtRunTimeIsSpokenToAndCheckedLikeTheOthers() {
        try (RunningWaybill waybill = RunningWaybill.withConfig(
                pool(authority.caFile().toString(), "http: h2, check: {http: /, interval: 500ms}"))) {
            AdminCall added = AdminCall.change(
                    waybill.adminPort(),
                    "PUT",
                    "/pools/app/servers/two",
                    "{\"address\": \"127.0.0.1:" + site.port("two") + "\"}");
            assertEquals(201, added.status(), added::toString);
            Statistics.of(waybill).await("/pools/0/usable_servers", 2);
            assertEquals("L7OK", Statistics.of(waybill).text("/pools/0/servers/1/check/code"));
            assertEquals(2, Statistics.of(waybill).number("/pools/0/link/tls_servers"));
            assertEquals(2, Requests.bodiesOfGets(waybill.port("edge"), 2).size());
        }
    }
}
