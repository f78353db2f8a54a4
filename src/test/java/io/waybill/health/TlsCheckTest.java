package io.waybill.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.InitialState;
import io.waybill.config.LinkConfig;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.SendProxy;
import io.waybill.config.ServerHttp;
import io.waybill.pool.Server;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TestCertificates;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks over TLS, of servers that are all right and of others. */
class TlsCheckTest {

    private static final CheckTiming IMPATIENT = Checks.timing(60_000, 60_000, 60_000, 300);

    private static TestCertificates authority;
    private static RunningWaybill site;

    @BeforeAll
    static void start() {
        authority = TestCertificates.make();
        site = RunningWaybill.withConfig("""
                listeners:
                  secure: {address: "127.0.0.1:0", tls: {certificates: [%s]}}
                routes: [{path: /, respond: {status: 200, body: "hello"}}]
                """, authority.server("site.test", "127.0.0.1").yaml());
    }

    @AfterAll
    static void stop() {
        site.close();
        authority.close();
    }

    private static LinkConfig link(ServerHttp http, List<X509Certificate> ca, @Nullable String name, boolean verify) {
        return new LinkConfig(http, new PoolTlsConfig(ca, name, verify, null), SendProxy.OFF);
    }

    private static LinkConfig trusting(ServerHttp http) {
        return link(http, List.of(authority.ca()), null, true);
    }

    private static Probe probe(int port, boolean secure, CheckConfig how, LinkConfig link) {
        try (Checking checking = Checking.start()) {
            return checking.firstProbe(checking.server("a", port, secure), how, link);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerOfASecureServerIsAskedForByTheLinkOfItsPool(ServerHttp http) {
        Probe probe = probe(site.port("secure"), true, Checks.http(Checks.RARE), trusting(http));
        assertEquals(CheckCode.L7OK, probe.code(), probe.text());
        assertEquals(200, probe.status());
    }

    @ParameterizedTest
    @EnumSource
    void whereAConnectionIsAllThatIsAskedForTheHandshakeCounts(ServerHttp http) {
        long before = Statistics.of(site).number("/listeners/0/tls/handshakes");
        Probe probe = probe(site.port("secure"), true, Checks.tcp(Checks.RARE), trusting(http));
        assertEquals(CheckCode.L6OK, probe.code(), probe.text());
        Statistics.of(site).await("/listeners/0/tls/handshakes", before + 1);
        Statistics.of(site).await("/listeners/0/connections/in_use", 0);
    }

    @Test
    void aCheckMayBeSecureThoughItsServerIsNotAndTheOtherWayRound() {
        CheckConfig secure =
                new CheckConfig(Checks.get("/"), null, true, 0, Checks.RARE, 2, 3, InitialState.CHECK);
        Probe overTls = probe(site.port("secure"), false, secure, trusting(ServerHttp.H1));
        assertEquals(CheckCode.L7OK, overTls.code(), overTls.text());
        CheckConfig plain =
                new CheckConfig(Checks.get("/"), null, false, 0, Checks.RARE, 2, 3, InitialState.CHECK);
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            assertEquals(CheckCode.L7OK, probe(server.port(), true, plain, trusting(ServerHttp.H1)).code());
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityOrForAnotherNameFailsUnlessNobodyVerifies() {
        int port = site.port("secure");
        try (TestCertificates other = TestCertificates.make("Other CA")) {
            LinkConfig wrong = link(ServerHttp.H1, List.of(other.ca()), null, true);
            Probe probe = probe(port, true, Checks.http(Checks.RARE), wrong);
            assertEquals(CheckCode.L6RSP, probe.code(), probe.text());
            assertEquals("tls-failed", probe.text());
        }
        LinkConfig misnamed = link(ServerHttp.H1, List.of(authority.ca()), "other.test", true);
        assertEquals(CheckCode.L6RSP, probe(port, true, Checks.http(Checks.RARE), misnamed).code());
        LinkConfig named = link(ServerHttp.H1, List.of(authority.ca()), "site.test", true);
        assertEquals(CheckCode.L7OK, probe(port, true, Checks.http(Checks.RARE), named).code());
        LinkConfig careless = link(ServerHttp.H1, List.of(), "other.test", false);
        assertEquals(CheckCode.L7OK, probe(port, true, Checks.http(Checks.RARE), careless).code());
    }

    @Test
    void aServerThatDoesNotSpeakTlsFails() {
        for (CheckConfig how : List.of(Checks.http(IMPATIENT), Checks.tcp(IMPATIENT))) {
            try (ScriptedServer plain = ScriptedServer.start()) {
                plain.onNextConnection("write 200 close", "close");
                Probe talking = probe(plain.port(), true, how, trusting(ServerHttp.AUTO));
                assertEquals(CheckCode.L6RSP, talking.code(), talking.text());
            }
        }
        assertEquals(CheckCode.L4CON, probe(1, true, Checks.tcp(IMPATIENT), trusting(ServerHttp.H1)).code());
    }

    @Test
    void aServerThatSaysNothingIsLate() {
        for (CheckConfig how : List.of(Checks.http(IMPATIENT), Checks.tcp(IMPATIENT))) {
            try (ScriptedServer plain = ScriptedServer.start();
                    Checking checking = Checking.start()) {
                plain.onNextConnection("read to end", "tell given up");
                Server checked = checking.server("a", plain.port(), true);
                Probe silent = checking.firstProbe(checked, how, trusting(ServerHttp.AUTO));
                assertEquals(CheckCode.L6TOUT, silent.code(), silent.text());
                plain.await("given up");
            }
        }
    }

    @Test
    void oneConnectionServesManyChecksUntilTheLinkIsAnotherOne() {
        try (Checking checking = Checking.start()) {
            Server checked = checking.server("a", site.port("secure"), true);
            long before = Statistics.of(site).number("/listeners/0/connections/opened");
            checking.start(checked, Checks.http(Checks.OFTEN), trusting(ServerHttp.H2)).join();
            checking.probes(checked, 5);
            assertEquals(before + 1, Statistics.of(site).number("/listeners/0/connections/opened"));
            int done = checking.view(checked).probes().size();
            checking.start(checked, Checks.http(Checks.OFTEN), trusting(ServerHttp.H1));
            List<Probe> probes = checking.probes(checked, done + 3);
            assertTrue(probes.stream().allMatch(probe -> probe.code() == CheckCode.L7OK), probes::toString);
            assertEquals(before + 2, Statistics.of(site).number("/listeners/0/connections/opened"));
        }
    }
}
