package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TlsClient;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New certificates come to serve by being written where the old ones were, in all the ways in which programs do that. */
class CertificateRenewalTest {

    private static final String SITE = "site.test";

    private final TestCertificates authority = TestCertificates.make();
    private final SSLContext trusting = authority.trusting();
    private final Path live = directory("live");
    private final Path certificate = live.resolve("tls.crt");
    private final Path key = live.resolve("tls.key");

    @AfterEach
    void close() {
        authority.close();
    }

    private Path directory(String name) {
        try {
            return Files.createDirectory(authority.directory().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningWaybill waybill() {
        return waybill("");
    }

    private RunningWaybill waybill(String more) {
        return RunningWaybill.withConfig(config(more));
    }

    private String config(String more) {
        return """
                reload: {debounce: 50ms}
                listeners:
                  secure: {address: "127.0.0.1:0", tls: {certificates: [{certificate: "%s", key: "%s"}]}}
                routes:
                  - {path: /, respond: {status: 200, body: "hello"}}
                %s""".formatted(certificate, key, more);
    }

    private void write(TestCertificates.Issued issued) throws IOException {
        Files.copy(issued.chain(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private X509Certificate shown(RunningWaybill waybill) {
        try (TlsClient client = TlsClient.connect(waybill.port("secure"), authority.trusting(), SITE)) {
            return client.certificate();
        }
    }

    private void awaitShown(RunningWaybill waybill, TestCertificates.Issued issued) {
        X509Certificate wanted = issued.bundle().getCertificate();
        Waiting.until("the new certificate is shown", () -> shown(waybill).equals(wanted));
    }

    @Test
    void renewalUnderLoadLosesNoRequestAndLeavesOldConnectionsAlone() throws Exception {
        TestCertificates.Issued old = authority.server(SITE);
        write(old);
        try (RunningWaybill waybill = waybill();
                TlsClient kept = TlsClient.connect(waybill.port("secure"), trusting, SITE);
                TlsLoad load = TlsLoad.on(waybill.port("secure"), authority, SITE)) {
            assertTrue(kept.get("/").endsWith("hello"));
            for (int renewal = 1; renewal <= 3; renewal++) {
                TestCertificates.Issued renewed = authority.server(SITE);
                write(renewed);
                awaitShown(waybill, renewed);
                assertTrue(kept.get("/").endsWith("hello"));
                assertEquals(old.bundle().getCertificate(), kept.certificate());
            }
            load.stop();
            assertEquals(List.of(), load.failures());
            assertTrue(load.answered() > 20, () -> "only " + load.answered() + " requests");
            assertEquals("", Statistics.of(waybill).text("/config/last_error"));
        }
    }

    @Test
    void directoryThatIsSwappedByItsLinkIsFollowedAsKubernetesDoesIt() throws IOException {
        TestCertificates.Issued first = authority.server(SITE);
        TestCertificates.Issued second = authority.server(SITE);
        TestCertificates.Issued third = authority.server(SITE);
        Files.createSymbolicLink(live.resolve("..data"), version("..1", first));
        Files.createSymbolicLink(certificate, Path.of("..data", "tls.crt"));
        Files.createSymbolicLink(key, Path.of("..data", "tls.key"));
        try (RunningWaybill waybill = waybill()) {
            awaitShown(waybill, first);
            swap("..data", version("..2", second));
            awaitShown(waybill, second);
            swap("..data", version("..3", third));
            awaitShown(waybill, third);
        }
    }

    @Test
    void linksThatAreTurnedOneByOneAreFollowedAsCertbotDoesIt() throws IOException {
        TestCertificates.Issued first = authority.server(SITE);
        TestCertificates.Issued second = authority.server(SITE);
        Files.createSymbolicLink(certificate, first.chain());
        Files.createSymbolicLink(key, first.key());
        try (RunningWaybill waybill = waybill()) {
            awaitShown(waybill, first);
            swap("tls.crt", second.chain());
            swap("tls.key", second.key());
            awaitShown(waybill, second);
            Statistics.of(waybill).await("/config/version", 2);
        }
    }

    private Path version(String name, TestCertificates.Issued issued) throws IOException {
        Path directory = Files.createDirectory(live.resolve(name));
        Files.copy(issued.chain(), directory.resolve("tls.crt"));
        Files.copy(issued.key(), directory.resolve("tls.key"));
        return Path.of(name);
    }

    private void swap(String link, Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(live.resolve("new"), target);
        Files.move(fresh, live.resolve(link), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void brokenRenewalIsRefusedWithItsPathAndReasonAndTheOldCertificateGoesOn() throws IOException {
        TestCertificates.Issued good = authority.server(SITE);
        write(good);
        try (RunningWaybill waybill = waybill();
                TlsClient kept = TlsClient.connect(waybill.port("secure"), trusting, SITE)) {
            Files.copy(authority.server(SITE).key(), key, StandardCopyOption.REPLACE_EXISTING);
            awaitError(waybill, key, "does not match");
            assertEquals(good.bundle().getCertificate(), shown(waybill));

            write(authority.expired(SITE));
            awaitError(waybill, certificate, "expired");
            assertEquals(good.bundle().getCertificate(), shown(waybill));

            Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nMIIB");
            awaitError(waybill, certificate, "");
            Files.delete(certificate);
            awaitError(waybill, certificate, "does not exist");
            assertEquals(good.bundle().getCertificate(), shown(waybill));
            assertTrue(kept.get("/").endsWith("hello"));

            TestCertificates.Issued renewed = authority.server(SITE);
            write(renewed);
            awaitShown(waybill, renewed);
            assertEquals("", Statistics.of(waybill).text("/config/last_error"));
        }
    }

    private static void awaitError(RunningWaybill waybill, Path file, String reason) {
        Waiting.until("the error tells of " + file + " " + reason, () -> {
            String error = Statistics.of(waybill).text("/config/last_error");
            return error.contains(file.toString()) && error.contains(reason);
        });
    }

    @Test
    void sessionsAreResumedAfterAReloadThatDoesNotTouchTheListener() throws IOException {
        write(authority.server(SITE));
        try (RunningWaybill waybill = waybill()) {
            int port = waybill.port("secure");
            resumes(waybill, port, 0);
            ReloadTest.write(waybill, config("timeouts: {idle: 7s}\n"));
            Statistics.of(waybill).await("/config/version", 2);
            resumes(waybill, port, 1);
        }
    }

    /** One connection after another by the same client; how many of them resume so far. */
    private void resumes(RunningWaybill waybill, int port, int before) {
        for (int i = 0; i < 2; i++) {
            try (TlsClient client = TlsClient.connect(port, trusting, SITE, List.of("TLSv1.2"), List.of())) {
                assertTrue(client.get("/").endsWith("hello"));
            }
        }
        int expected = before == 0 ? 1 : 3;
        Statistics.of(waybill).await("/listeners/0/tls/resumed", expected);
    }

    @Test
    void statisticsShowTheCertificateThatServesWithTheDaysItHasLeft() throws IOException {
        write(authority.endingAfter(java.time.Duration.ofDays(40).plusHours(1), SITE, "www." + SITE));
        try (RunningWaybill waybill = waybill()) {
            Statistics statistics = Statistics.of(waybill);
            assertEquals(certificate.toString(), statistics.text("/listeners/0/tls/certificates/0/file"));
            assertEquals("www." + SITE, statistics.text("/listeners/0/tls/certificates/0/names/1"));
            assertEquals("40", statistics.text("/listeners/0/tls/certificates/0/days_left"));
            write(authority.endingAfter(java.time.Duration.ofDays(90).plusHours(1), SITE));
            Statistics.of(waybill).await("/listeners/0/tls/certificates/0/days_left", 90);
        }
    }

    /** Clients that ask all the time, on connections that last and on new ones. */
    private static final class TlsLoad implements AutoCloseable {

        private final AtomicBoolean ending = new AtomicBoolean();
        private final AtomicInteger answered = new AtomicInteger();
        private final List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        private final List<Thread> threads = new ArrayList<>();

        static TlsLoad on(int port, TestCertificates authority, String host) {
            TlsLoad load = new TlsLoad();
            for (int requests : List.of(1, 5, 1_000_000)) {
                SSLContext context = authority.trusting();
                load.threads.add(new Thread(() -> load.run(port, context, host, requests), "tls-load"));
            }
            load.threads.forEach(Thread::start);
            return load;
        }

        private void run(int port, SSLContext context, String host, int requestsPerConnection) {
            while (!ending.get()) {
                try (TlsClient client = TlsClient.connect(port, context, host)) {
                    for (int i = 0; i < requestsPerConnection && !ending.get(); i++) {
                        String response = client.get("/");
                        if (response.startsWith("HTTP/1.1 200 ")) {
                            answered.incrementAndGet();
                        } else {
                            failures.add(response);
                        }
                    }
                } catch (RuntimeException failed) {
                    failures.add(String.valueOf(failed));
                }
            }
        }

        void stop() {
            ending.set(true);
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        int answered() {
            return answered.get();
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        @Override
        public void close() {
            stop();
        }
    }
}
