package io.waybill.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waybill.config.ClientAuth;
import io.waybill.config.HttpVersions;
import io.waybill.config.TicketsConfig;
import io.waybill.config.TlsConfig;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import io.waybill.testkit.TlsClient;
import io.waybill.testkit.Waiting;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS to clients by either library: which certificate, which protocol, and when a session is resumed. */
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

    private static TicketsConfig keys(int... fillings) {
        List<String> keys = Arrays.stream(fillings)
                .mapToObj(filling -> {
                    byte[] key = new byte[TicketsConfig.KEY_BYTES];
                    Arrays.fill(key, (byte) filling);
                    return Base64.getEncoder().encodeToString(key);
                })
                .toList();
        return new TicketsConfig(true, keys, Duration.ofHours(8));
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
    @CsvSource({"BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void aClientThatComesAgainResumesItsSession(TlsProvider provider, String version) {
        SSLContext client = authority.trusting();
        try (TlsGreeter greeter = greeter(provider, TlsConfigs.of(authority.server("site.test")))) {
            assertFalse(greeter.visit(client, "site.test", List.of(version), List.of())
                    .resumed());
            // The JDK tells by the clock, in milliseconds.
            tick();
            assertTrue(greeter.visit(client, "site.test", List.of(version), List.of())
                    .resumed());
        }
    }

    private static void tick() {
        long begun = System.nanoTime();
        Waiting.until("time passes", () -> System.nanoTime() - begun > 20_000_000);
    }

    private static ServerTls boring(String listener, TlsConfig config) throws SSLException {
        return ServerTls.of(listener, config, HttpVersions.BOTH, TlsProvider.BORINGSSL);
    }

    // A client of the JDK looks sessions up by port, so that another machine, or listener, is one at the same port
    // here.

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void machinesThatShareTicketKeysResumeEachOthersSessions(String version) throws SSLException {
        List<String> versions = List.of(version);
        Issued site = authority.server("site.test");
        try (TlsGreeter greeter = greeter(TlsProvider.BORINGSSL, TlsConfigs.with(keys(1), site))) {
            SSLContext client = authority.trusting();
            assertFalse(greeter.visit(client, "site.test", versions, List.of()).resumed());
            greeter.use(boring("edge", TlsConfigs.with(keys(2, 1), authority.server("site.test"))));
            assertTrue(greeter.visit(client, "site.test", versions, List.of()).resumed(), "its second key opens");
            greeter.use(boring("edge", TlsConfigs.with(keys(3), site)));
            assertFalse(greeter.visit(client, "site.test", versions, List.of()).resumed(), "it has no such key");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aSessionOfOneListenerIsNoEntryToAnother(String version) throws SSLException {
        List<String> versions = List.of(version);
        Issued site = authority.server("site.test");
        TlsConfig open = TlsConfigs.with(keys(1), site);
        TlsConfig asking = TlsConfigs.with(keys(1), ClientAuth.OPTIONAL, List.of(authority.ca()), site);
        TlsConfig askingOthers = TlsConfigs.with(
                keys(1), ClientAuth.OPTIONAL, List.of(site.bundle().getCertificate()), site);
        try (TlsGreeter greeter = greeter(TlsProvider.BORINGSSL, open)) {
            for (ServerTls elsewhere :
                    List.of(boring("other", open), boring("edge", asking), boring("edge", askingOthers))) {
                SSLContext client = authority.trusting();
                greeter.visit(client, "site.test", versions, List.of());
                assertTrue(
                        greeter.visit(client, "site.test", versions, List.of()).resumed());
                greeter.use(elsewhere);
                assertFalse(
                        greeter.visit(client, "site.test", versions, List.of()).resumed());
            }
        }
    }

    @Test
    void withoutTicketsTls13ResumesNothing() {
        TicketsConfig off = new TicketsConfig(false, List.of(), Duration.ofHours(8));
        try (TlsGreeter greeter = greeter(TlsProvider.BORINGSSL, TlsConfigs.with(off, authority.server("site.test")))) {
            SSLContext client = authority.trusting();
            assertFalse(greeter.visit(client, "site.test", List.of("TLSv1.3"), List.of())
                    .resumed());
            assertFalse(greeter.visit(client, "site.test", List.of("TLSv1.3"), List.of())
                    .resumed());
        }
    }

    @Test
    void aSessionOutlivesTheNextKeyAndNotTheOneAfterTheOldKeys() {
        Duration rotate = Duration.ofMillis(400);
        TicketsConfig tickets = new TicketsConfig(true, List.of(), rotate);
        try (TlsGreeter greeter =
                greeter(TlsProvider.BORINGSSL, TlsConfigs.with(tickets, authority.server("site.test")))) {
            SSLContext client = authority.trusting();
            assertFalse(greeter.visit(client, "site.test").resumed());
            passes(rotate);
            assertTrue(greeter.visit(client, "site.test").resumed(), "the key before still opens");
            passes(rotate.multipliedBy(4));
            greeter.visit(authority.trusting(), "site.test");
            assertFalse(greeter.visit(client, "site.test").resumed(), "a key that is three keys old does not");
        }
    }

    private static void passes(Duration time) {
        long begun = System.nanoTime();
        Waiting.until("time passes", () -> System.nanoTime() - begun > time.toNanos());
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
