package io.waybill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waybill.config.ClientAuth;
import io.waybill.config.HttpVersions;
import io.waybill.config.TlsConfig;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import io.waybill.testkit.TlsClient;
import io.waybill.testkit.Waiting;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS to clients by either library: which certificate, which protocol, and whose certificate is asked for. */
class ServerTlsTest {

    private static final List<String> BOTH = List.of("h2", "http/1.1");

    private static TestCertificates authority;

    @BeforeAll
    static void makeAuthority() {
        authority = TestCertificates.make();
    }

    @AfterAll
    static void removeAuthority() {
        authority.close();
    }

    private static TlsGreeter greeter(TlsProvider provider, TlsConfig config) {
        return greeter("edge", provider, config, HttpVersions.BOTH);
    }

    private static TlsGreeter greeter(String listener, TlsProvider provider, TlsConfig config, HttpVersions http) {
        try {
            return new TlsGreeter(ServerTls.of(listener, config, http, provider));
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(TlsGreeter greeter, @Nullable String host) {
        try (TlsClient client = TlsClient.connect(greeter.port(), authority.trusting(), host)) {
            return client.certificate().getSubjectX500Principal().getName();
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void theHostThatAClientAsksForChoosesTheCertificate(TlsProvider provider) {
        TlsConfig config = TlsConfigs.of(
                authority.server("first.test"),
                authority.wildcard("star.test"),
                authority.server("exact.star.test"),
                authority.server("Mixed.Test"));
        try (TlsGreeter greeter = greeter(provider, config)) {
            assertEquals("CN=first.test", shown(greeter, "first.test"));
            assertEquals("CN=exact.star.test", shown(greeter, "exact.star.test"), "exact before wildcard");
            assertEquals("CN=*.star.test", shown(greeter, "other.star.test"));
            assertEquals("CN=first.test", shown(greeter, "two.labels.star.test"), "a wildcard is one label");
            assertEquals("CN=first.test", shown(greeter, "star.test"), "a wildcard is not no label");
            assertEquals("CN=*.star.test", shown(greeter, "OTHER.Star.TEST"));
            assertEquals("CN=Mixed.Test", shown(greeter, "mixed.test"));
            assertEquals("CN=first.test", shown(greeter, "unknown.test"));
            assertEquals("CN=first.test", shown(greeter, null));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void aCertificateOfEachKindOfKeyServesTheSameName(TlsProvider provider) {
        Issued curve = authority.server("both.test");
        Issued rsa = authority.rsaServer("both.test");
        for (TlsConfig config : List.of(TlsConfigs.of(curve, rsa), TlsConfigs.of(rsa, curve))) {
            try (TlsGreeter greeter = greeter(provider, config)) {
                assertEquals("CN=both.test", shown(greeter, "both.test"));
                assertEquals("CN=both.test", shown(greeter, null));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void rsaKeysServeBothVersions(TlsProvider provider) {
        try (TlsGreeter greeter = greeter(provider, TlsConfigs.of(authority.rsaServer("rsa.test")))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                TlsSession session = greeter.visit(authority.trusting(), "rsa.test", List.of(version), List.of());
                assertEquals(version, session.protocol());
                assertEquals("rsa.test", session.serverName());
                assertTrue(session.cipher().startsWith("TLS_"), session.cipher());
                assertNull(session.application());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void alpnPrefersHttp2WhereItIsOffered(TlsProvider provider) {
        TlsConfig config = TlsConfigs.of(authority.server("site.test"));
        try (TlsGreeter both = greeter(provider, config);
                TlsGreeter one = greeter("one", provider, config, new HttpVersions(false, true))) {
            SSLContext client = authority.trusting();
            assertEquals("h2", both.visit(client, "site.test", List.of(), BOTH).application());
            assertEquals(
                    "h2",
                    both.visit(client, "site.test", List.of(), List.of("http/1.1", "h2"))
                            .application());
            assertEquals(
                    "http/1.1", one.visit(client, "site.test", List.of(), BOTH).application());
            assertNull(
                    both.visit(client, "site.test", List.of(), List.of("ftp")).application());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void onlyVersionsThatAreAllowedAreSpoken(TlsProvider provider) {
        TlsConfig usual = TlsConfigs.of(authority.server("site.test"));
        TlsConfig strict = new TlsConfig(
                usual.certificates(),
                "TLSv1.3",
                usual.ciphers(),
                usual.curves(),
                usual.tickets(),
                usual.clientAuth(),
                usual.clientCa(),
                null);
        try (TlsGreeter greeter = greeter(provider, strict)) {
            assertEquals(
                    "TLSv1.3", greeter.visit(authority.trusting(), "site.test").protocol());
            assertThrows(
                    UncheckedIOException.class,
                    () -> greeter.visit(authority.trusting(), "site.test", List.of("TLSv1.2"), List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void aCertificateThatIsRequiredMustBeOfTheAuthority(TlsProvider provider) {
        TlsConfig config = TlsConfigs.with(
                TlsConfigs.tickets(), ClientAuth.REQUIRED, List.of(authority.ca()), authority.server("site.test"));
        try (TestCertificates strangers = TestCertificates.make("Strangers");
                TlsGreeter greeter = greeter(provider, config)) {
            SSLContext client = authority.trusting(authority.client("alice"));
            TlsSession first = greeter.visit(client, "site.test");
            assertEquals("CN=alice", peer(first));
            tick();
            TlsSession second = greeter.visit(client, "site.test");
            assertTrue(second.resumed());
            assertEquals("CN=alice", peer(second), "a resumed session knows who it was made with");
            assertThrows(UncheckedIOException.class, () -> greeter.visit(authority.trusting(), "site.test"));
            SSLContext stranger = authority.trusting(strangers.client("mallory"));
            assertThrows(UncheckedIOException.class, () -> greeter.visit(stranger, "site.test"));
        }
    }

    private static void tick() {
        long begun = System.nanoTime();
        Waiting.until("time passes", () -> System.nanoTime() - begun > 20_000_000);
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void aCertificateThatIsOptionalIsVerifiedIfItIsShown(TlsProvider provider) {
        TlsConfig config = TlsConfigs.with(
                TlsConfigs.tickets(), ClientAuth.OPTIONAL, List.of(authority.ca()), authority.server("site.test"));
        try (TestCertificates strangers = TestCertificates.make("Strangers");
                TlsGreeter greeter = greeter(provider, config)) {
            assertNull(greeter.visit(authority.trusting(), "site.test").peer());
            assertEquals("CN=bob", peer(greeter.visit(authority.trusting(authority.client("bob")), "site.test")));
        }
    }

    private static @Nullable String peer(TlsSession session) {
        X509Certificate peer = session.peer();
        return peer == null ? null : peer.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @EnumSource(TlsProvider.class)
    void whoConnectsAfterASwapGetsTheNewCertificateAndWhoIsThereStays(TlsProvider provider) throws SSLException {
        try (TlsGreeter greeter = greeter(provider, TlsConfigs.of(authority.server("old.test")))) {
            try (TlsClient before = TlsClient.connect(greeter.port(), authority.trusting(), "old.test")) {
                TlsConfig renewed = TlsConfigs.of(authority.server("new.test"));
                greeter.use(ServerTls.of("edge", renewed, HttpVersions.BOTH, provider));
                assertEquals("CN=new.test", shown(greeter, "new.test"));
                TlsGreeter.hear(before);
                before.send("still here");
            }
        }
    }

    @Test
    void ciphersThatNoLibraryKnowsAreRefused() {
        TlsConfig usual = TlsConfigs.of(authority.server("site.test"));
        TlsConfig wrong = new TlsConfig(
                usual.certificates(),
                "TLSv1.2",
                List.of("TLS_NOTHING_AT_ALL"),
                usual.curves(),
                usual.tickets(),
                usual.clientAuth(),
                usual.clientCa(),
                null);
        for (TlsProvider provider : TlsProvider.values()) {
            SSLException refused =
                    assertThrows(SSLException.class, () -> ServerTls.of("edge", wrong, HttpVersions.BOTH, provider));
            assertEquals("ciphers: found none that " + provider.word() + " knows", refused.getMessage());
        }
    }

    @Test
    void boringSslIsWhatThisMachineUses() {
        assumeTrue(System.getProperty("os.arch").equals("amd64")
                && System.getProperty("os.name").equals("Linux"));
        assertEquals(TlsProvider.BORINGSSL, TlsProvider.best());
    }
}
