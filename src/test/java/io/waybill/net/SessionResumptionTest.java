package io.waybill.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.ClientAuth;
import io.waybill.config.HttpVersions;
import io.waybill.config.TicketsConfig;
import io.waybill.config.TlsConfig;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import io.waybill.testkit.Waiting;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a client that comes again resumes its session: with which tickets, where, and for how long. */
class SessionResumptionTest {

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
        try {
            return new TlsGreeter(ServerTls.of("edge", config, HttpVersions.BOTH, provider));
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

    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLSv1.2", "BORINGSSL, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void aClientThatComesAgainResumesItsSession(TlsProvider provider, String version) {
        SSLContext client = authority.trusting();
        try (TlsGreeter greeter = greeter(provider, TlsConfigs.of(authority.server("site.test")))) {
            assertFalse(greeter.visit(client, "site.test", List.of(version), List.of())
                    .resumed());
            // The JDK tells by the clock, in milliseconds.
            passes(Duration.ofMillis(20));
            assertTrue(greeter.visit(client, "site.test", List.of(version), List.of())
                    .resumed());
        }
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
}
