package io.waybill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.config.ConfigFile;
import io.waybill.testkit.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code waybill check} tells of certificates before anybody serves them. */
class CheckCertificatesTest {

    private final TestCertificates certificates = TestCertificates.make();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void close() {
        certificates.close();
    }

    private int check(TestCertificates.Issued first, TestCertificates.Issued second) throws IOException {
        Path file = certificates.directory().resolve("waybill.yaml");
        Files.writeString(file, """
                listeners:
                  secure: {address: "127.0.0.1:8443", tls: {certificates: [%1$s, %2$s]}}
                  other: {address: "127.0.0.1:8444", tls: {certificates: [%1$s]}}
                pools:
                  app: {servers: ["10.0.0.1:443"], tls: {certificate: "%3$s", key: "%4$s"}}
                """.formatted(first.yaml(), second.yaml(), second.chain(), second.key()));
        CheckCommand command = new CheckCommand(
                new ConfigLocation(name -> null),
                path -> ConfigFile.read(path, name -> null),
                new Output(new PrintWriter(out, true), new PrintWriter(err, true)));
        return new picocli.CommandLine(command).execute("--config", file.toString());
    }

    @Test
    void everyFileHasALineWithTheDaysLeft() throws IOException {
        TestCertificates.Issued first =
                certificates.endingAfter(Duration.ofDays(89).plusHours(2), "site.test", "www.site.test");
        TestCertificates.Issued second = certificates.server("api.test");
        assertEquals(0, check(first, second), err::toString);
        String[] lines = out.toString().strip().split("\n", -1);
        assertEquals(3, lines.length, out::toString);
        assertEquals(
                "certificate " + first.chain() + ": 89 days left, for site.test, www.site.test, issued by Test CA",
                lines[1]);
        assertTrue(lines[2].startsWith("certificate " + second.chain() + ": 36"), lines[2]);
    }

    @Test
    void anExpiredOneFails() throws IOException {
        TestCertificates.Issued expired = certificates.expired("site.test");
        assertEquals(3, check(expired, certificates.server("api.test")));
        assertTrue(err.toString().contains(expired.chain().toString()), err::toString);
        assertTrue(err.toString().contains("expired"), err::toString);
    }
}
