package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Programs;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the authority says of a certificate goes to clients with the handshake, as openssl sees it. */
class OcspStaplingTest {

    @Test
    void theResponseBesideACertificateIsStapledToItsHandshakesAlone() throws IOException {
        Programs.need("openssl");
        try (TestCertificates authority = TestCertificates.make()) {
            Issued stapled = authority.server("stapled.test");
            Issued bare = authority.server("bare.test");
            Path response = response(authority, stapled);
            String withResponse = stapled.yaml().replace("}", ", ocsp: \"" + response + "\"}");
            try (RunningWaybill waybill = RunningWaybill.withConfig("""
                    listeners:
                      secure: {address: "127.0.0.1:0", tls: {certificates: [%s, %s]}}
                    routes:
                      - {respond: {body: "hello"}}
                    """, bare.yaml(), withResponse)) {
                for (String version : new String[] {"-tls1_2", "-tls1_3"}) {
                    String seen = seen(waybill, "stapled.test", version);
                    assertTrue(seen.contains("OCSP Response Status: successful"), seen);
                    assertTrue(seen.contains("Cert Status: good"), seen);
                    String other = seen(waybill, "bare.test", version);
                    assertTrue(other.contains("OCSP response: no response sent"), other);
                }
            }
        }
    }

    private static String seen(RunningWaybill waybill, String host, String version) {
        String address = "127.0.0.1:" + waybill.port("secure");
        return Programs.run("openssl", "s_client", "-connect", address, "-servername", host, "-status", version)
                .output();
    }

    private static Path response(TestCertificates authority, Issued of) throws IOException {
        Path directory = authority.directory();
        Path key = Files.writeString(
                directory.resolve("ca.key"), authority.authority().getPrivateKeyPEM());
        String serial =
                of.bundle().getCertificate().getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT);
        String even = serial.length() % 2 == 0 ? serial : "0" + serial;
        Path index = Files.writeString(
                directory.resolve("index.txt"), "V\t491231235959Z\t\t" + even + "\tunknown\t/CN=stapled.test\n");
        Path request = directory.resolve("request.der");
        Path response = directory.resolve("response.der");
        String ca = authority.caFile().toString();
        Programs.run("openssl", "ocsp", "-issuer", ca, "-cert", of.chain().toString(), "-reqout", request.toString());
        Programs.Ended made = Programs.run(
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
                "-reqin",
                request.toString(),
                "-respout",
                response.toString(),
                "-ndays",
                "7");
        assertEquals(0, made.exitCode(), made.output());
        return response;
    }
}
