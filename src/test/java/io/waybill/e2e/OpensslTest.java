package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.frontend.Listener;
import io.waybill.testkit.LogLines;
import io.waybill.testkit.Programs;
import io.waybill.testkit.Programs.Ended;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl's own client sees of a TLS listener. */
class OpensslTest {

    private static final String GET = "GET /fields HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

    private final TestCertificates certificates = TestCertificates.make();
    private final Origin origin = Origin.start();
    private final Path directory = certificates.directory();

    @BeforeEach
    void need() {
        Programs.need("openssl");
    }

    @AfterEach
    void stop() {
        origin.close();
        certificates.close();
    }

    /** @param tls what stands in the braces of {@code tls} */
    private RunningWaybill serving(String tls) {
        return RunningWaybill.withConfig(
                "listeners: {edge: {address: \"127.0.0.1:0\", tls: {%s}}}\n"
                        + "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n",
                tls, origin.port());
    }

    private static String certificates(Issued... all) {
        List<String> items = new ArrayList<>();
        for (Issued one : all) {
            items.add(one.yaml());
        }
        return "certificates: [" + String.join(", ", items) + "]";
    }

    /** Makes a request over TLS with further options. */
    private Ended asks(RunningWaybill waybill, String... options) {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + waybill.port("edge"),
                "-CAfile",
                certificates.caFile().toString(),
                "-ign_eof"));
        command.addAll(List.of(options));
        return Programs.run(15, GET, command.toArray(String[]::new));
    }

    @Test
    void theCertificateIsThatOfTheNameAskedFor() {
        Issued first = certificates.server("a.test");
        Issued wildcard = certificates.server("*.b.test");
        Issued exact = certificates.rsaServer("c.b.test");
        try (RunningWaybill waybill = serving(certificates(first, wildcard, exact))) {
            assertTrue(subject(asks(waybill, "-servername", "x.b.test")).endsWith("*.b.test"));
            assertTrue(subject(asks(waybill, "-servername", "C.b.test")).endsWith(" c.b.test"));
            assertTrue(subject(asks(waybill, "-servername", "x.y.b.test")).endsWith("a.test"));
            assertTrue(subject(asks(waybill, "-noservername")).endsWith("a.test"));
            String verified = asks(
                            waybill, "-servername", "a.test", "-verify_return_error", "-verify_hostname", "a.test")
                    .good();
            assertTrue(verified.contains("Verification: OK"), verified);
            assertTrue(verified.contains("HTTP/1.1 200 OK"), verified);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.test.", "a..test", "test"})
    void aNameThatNoCertificateCanBeForGetsTheFirstAndIsNoBug(String name) {
        Issued first = certificates.server("first.test");
        Issued other = certificates.server("*.test");
        for (String all : List.of(certificates(first), certificates(first, other))) {
            try (RunningWaybill waybill = serving(all);
                    LogLines lines = LogLines.ofPackage(Listener.class)) {
                Ended asked = asks(waybill, "-servername", name);
                assertTrue(asked.output().contains("HTTP/1.1 200 OK"), asked.output());
                assertTrue(subject(asked).endsWith("first.test"), asked.output());
                assertEquals(List.of(), lines.with("bug"));
            }
        }
    }

    private static String subject(Ended ended) {
        return ended.output()
                .lines()
                .filter(line -> line.startsWith("subject="))
                .findFirst()
                .orElse(ended.output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aTicketResumesTheSessionAlsoAtAnotherWaybillWithTheSameKeys(String version) throws IOException {
        Path keys = Files.writeString(
                directory.resolve("ticket.keys"),
                Programs.run("openssl", "rand", "-base64", "48").good().replace("\n", "") + "\n");
        String tls = certificates(certificates.server("a.test")) + ", tickets: {keys: \"" + keys + "\"}";
        String session = directory.resolve("session").toString();
        try (RunningWaybill one = serving(tls);
                RunningWaybill other = serving(tls)) {
            String first = asks(one, version, "-servername", "a.test", "-sess_out", session)
                    .good();
            assertTrue(first.contains("New, TLSv1."), first);
            for (RunningWaybill waybill : List.of(one, other)) {
                String again = asks(waybill, version, "-servername", "a.test", "-sess_in", session)
                        .good();
                assertTrue(again.contains("Reused, TLSv1."), again);
                assertTrue(again.contains("HTTP/1.1 200 OK"), again);
            }
        }
    }

    @Test
    void aTicketOfAnotherWaybillIsNoEntry() {
        Issued certificate = certificates.server("a.test");
        String session = directory.resolve("session").toString();
        try (RunningWaybill one = serving(certificates(certificate));
                RunningWaybill other = serving(certificates(certificate))) {
            asks(one, "-servername", "a.test", "-sess_out", session).good();
            String again =
                    asks(other, "-servername", "a.test", "-sess_in", session).good();
            assertTrue(again.contains("New, TLSv1."), again);
            assertFalse(again.contains("Reused"), again);
        }
    }

    @Test
    void withoutTicketsNoneIsGiven() {
        try (RunningWaybill waybill = serving(certificates(certificates.server("a.test")) + ", tickets: off")) {
            String shown = asks(waybill, "-tls1_2", "-servername", "a.test").good();
            assertFalse(shown.contains("TLS session ticket:"), shown);
        }
    }

    @Test
    void aClientThatMustShowACertificateIsKnownByItAtTheServer() {
        Issued client = certificates.client("alice");
        String tls = certificates(certificates.server("a.test")) + ", clientAuth: required, clientCa: \""
                + certificates.caFile() + "\"";
        try (RunningWaybill waybill = serving(tls)) {
            Ended without = asks(waybill, "-servername", "a.test");
            assertFalse(without.output().contains("HTTP/1.1"), without.output());

            String with = asks(
                            waybill,
                            "-servername",
                            "a.test",
                            "-cert",
                            client.chain().toString(),
                            "-key",
                            client.key().toString())
                    .good();
            assertTrue(with.contains("HTTP/1.1 200 OK"), with);
            String fields = with.toLowerCase(Locale.ROOT);
            assertTrue(fields.contains("x-client-cert-subject: cn=alice"), with);
            assertTrue(fields.contains("x-client-cert-fingerprint: "), with);
        }
    }

    @Test
    void aClientOfAStrangeAuthorityIsRefused() {
        try (TestCertificates strangers = TestCertificates.make("Stranger CA")) {
            Issued client = strangers.client("mallory");
            String tls = certificates(certificates.server("a.test")) + ", clientAuth: optional, clientCa: \""
                    + certificates.caFile() + "\"";
            try (RunningWaybill waybill = serving(tls)) {
                assertTrue(asks(waybill, "-servername", "a.test").good().contains("HTTP/1.1 200 OK"));
                Ended with = asks(
                        waybill,
                        "-servername",
                        "a.test",
                        "-cert",
                        client.chain().toString(),
                        "-key",
                        client.key().toString());
                assertFalse(with.output().contains("HTTP/1.1"), with.output());
            }
        }
    }

    @Test
    void whatTheAuthoritySaysIsStapled() throws IOException {
        Issued certificate = certificates.server("a.test");
        Path response = ocspResponse(certificate);
        String item = certificate.yaml().replace("}", ", ocsp: \"" + response + "\"}");
        try (RunningWaybill waybill = serving("certificates: [" + item + "]")) {
            String shown = asks(waybill, "-servername", "a.test", "-status").good();
            assertTrue(shown.contains("OCSP Response Status: successful"), shown);
            assertTrue(shown.contains("Cert Status: good"), shown);
        }
        try (RunningWaybill waybill = serving(certificates(certificate))) {
            String shown = asks(waybill, "-servername", "a.test", "-status").good();
            assertTrue(shown.contains("OCSP response: no response sent"), shown);
        }
    }

    /** Has openssl answer for the authority that the certificate is good. */
    private Path ocspResponse(Issued certificate) throws IOException {
        String serial = certificate
                .bundle()
                .getCertificate()
                .getSerialNumber()
                .toString(16)
                .toUpperCase(Locale.ROOT);
        Path index = Files.writeString(
                directory.resolve("index.txt"),
                "V\t301231235959Z\t\t" + (serial.length() % 2 == 0 ? "" : "0") + serial + "\tunknown\t/CN=a.test\n");
        Path key = Files.writeString(
                directory.resolve("ca.key"), certificates.authority().getPrivateKeyPEM());
        Path response = directory.resolve("ocsp.der");
        String ca = certificates.caFile().toString();
        Programs.run(
                        "openssl",
                        "ocsp",
                        "-index",
                        index.toString(),
                        "-CA",
                        ca,
                        "-rsigner",
                        ca,
                        "-rkey",
                        key.toString(),
                        "-issuer",
                        ca,
                        "-cert",
                        certificate.chain().toString(),
                        "-ndays",
                        "7",
                        "-respout",
                        response.toString())
                .good();
        return response;
    }

    @Test
    void oldVersionsAreRefused() {
        try (RunningWaybill waybill = serving(certificates(certificates.server("a.test")))) {
            Ended old = asks(waybill, "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0");
            assertFalse(old.output().contains("HTTP/1.1"), old.output());
            assertTrue(asks(waybill, "-tls1_2").good().contains("HTTP/1.1 200 OK"));
        }
        try (RunningWaybill waybill = serving(certificates(certificates.server("a.test")) + ", minVersion: TLSv1.3")) {
            Ended old = asks(waybill, "-tls1_2");
            assertFalse(old.output().contains("HTTP/1.1"), old.output());
            assertTrue(asks(waybill, "-tls1_3").good().contains("HTTP/1.1 200 OK"));
        }
    }

    @Test
    void weakCiphersAndKeysWithoutForwardSecrecyAreRefused() {
        try (RunningWaybill waybill = serving(certificates(certificates.rsaServer("a.test")))) {
            for (String cipher : List.of("AES128-GCM-SHA256", "AES256-SHA", "ECDHE-RSA-AES128-SHA")) {
                Ended ended = asks(waybill, "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0");
                assertFalse(ended.output().contains("HTTP/1.1"), cipher);
            }
            assertTrue(asks(waybill, "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")
                    .good()
                    .contains("HTTP/1.1 200 OK"));
        }
    }

    @Test
    void theProtocolIsThatOfAlpnAndHttp1WithoutIt() {
        try (RunningWaybill waybill = serving(certificates(certificates.server("a.test")))) {
            String both = asks(waybill, "-alpn", "http/1.1").output();
            assertTrue(both.contains("ALPN protocol: http/1.1"), both);
            Ended two = Programs.run(
                    15,
                    "Q",
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + waybill.port("edge"),
                    "-alpn",
                    "h2,http/1.1");
            assertTrue(two.output().contains("ALPN protocol: h2"), two.output());
            assertEquals(1, asks(waybill).good().split("HTTP/1.1 200 OK", -1).length - 1);
        }
    }
}
