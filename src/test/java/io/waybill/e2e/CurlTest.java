package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** curl as a client, in the versions of HTTP that it speaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CurlTest {

    private static final int LARGE = 3_000_000;

    /** How curl is to ask. */
    enum Asking {
        H1("1.1", "--http1.1"),
        H1_TLS("1.1", "--http1.1"),
        H2_TLS("2", "--http2"),
        H2_PRIOR_KNOWLEDGE("2", "--http2-prior-knowledge");

        final String version;
        final String option;

        Asking(String version, String option) {
            this.version = version;
            this.option = option;
        }

        boolean isSecure() {
            return this == H1_TLS || this == H2_TLS;
        }
    }

    private TlsOrigin proxy;

    @BeforeAll
    void start() {
        Programs.need("curl");
        proxy = TlsOrigin.start();
    }

    @AfterAll
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    private String curl(Asking asking, String path, String... more) {
        int port = asking.isSecure() ? proxy.tlsPort() : proxy.plainPort();
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20", asking.option));
        command.addAll(List.of("--cacert", proxy.certificates().caFile().toString()));
        command.addAll(List.of("--resolve", "shop.test:" + port + ":127.0.0.1"));
        command.addAll(List.of(more));
        command.add((asking.isSecure() ? "https" : "http") + "://shop.test:" + port + path);
        return Programs.run(command.toArray(String[]::new)).good();
    }

    @ParameterizedTest
    @EnumSource
    void aGetIsAnsweredInTheVersionAskedFor(Asking asking) {
        String shown = curl(asking, "/fields", "-w", "version=%{http_version} status=%{http_code}");
        assertTrue(shown.contains("version=" + asking.version + " status=200"), shown);
        assertTrue(shown.startsWith("GET HTTP/1.1\n"), shown);
        String fields = shown.toLowerCase(Locale.ROOT);
        assertTrue(fields.contains("\nx-forwarded-proto: " + (asking.isSecure() ? "https" : "http") + "\n"), shown);
        assertTrue(fields.contains("\nx-forwarded-for: 127.0.0.1\n"), shown);
        assertTrue(fields.contains("\nhost: "), shown);
    }

    @ParameterizedTest
    @EnumSource
    void aHeadHasFieldsAndNoBody(Asking asking) {
        String head = curl(asking, "/bytes/1234", "-I").toLowerCase(Locale.ROOT);
        assertTrue(head.contains("content-length: 1234\r\n"), head);
        assertTrue(head.endsWith("\r\n\r\n"), head);
    }

    @ParameterizedTest
    @EnumSource
    void aDownloadComesWhole(Asking asking) throws IOException {
        Path file = Files.createTempFile("waybill-download", ".bin");
        try {
            curl(asking, "/bytes/" + LARGE, "-o", file.toString());
            byte[] bytes = Files.readAllBytes(file);
            assertEquals(LARGE, bytes.length);
            for (int i = 0; i < LARGE; i++) {
                assertEquals(Origin.byteAt(i), bytes[i]);
            }
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUploadArrivesWholeWithAndWithoutItsLength(Asking asking) throws IOException {
        Path file = Files.createTempFile("waybill-upload", ".bin");
        try {
            byte[] bytes = new byte[LARGE];
            for (int i = 0; i < LARGE; i++) {
                bytes[i] = Origin.byteAt(i);
            }
            Files.write(file, bytes);
            assertEquals(Origin.digest(LARGE), curl(asking, "/digest", "-T", file.toString()));
            // Read from a pipe, curl cannot know how much it is.
            String unknown = "cat " + file + " | curl -sS --max-time 20 " + asking.option + " -k --resolve shop.test:"
                    + port(asking) + ":127.0.0.1 -T - " + (asking.isSecure() ? "https" : "http") + "://shop.test:"
                    + port(asking) + "/digest";
            assertEquals(Origin.digest(LARGE), Programs.run("sh", "-c", unknown).good());
        } finally {
            Files.delete(file);
        }
    }

    private int port(Asking asking) {
        return asking.isSecure() ? proxy.tlsPort() : proxy.plainPort();
    }

    @ParameterizedTest
    @EnumSource
    void trailersReachTheClient(Asking asking) {
        String shown = curl(asking, "/trailers", "-H", "TE: trailers", "-D", "-");
        assertTrue(shown.contains("with trailers\n"), shown);
        assertTrue(shown.toLowerCase(Locale.ROOT).contains("x-checksum: abc"), shown);
    }

    /** Not with prior knowledge: curl 7.88 fails there on its second request to any server. */
    @ParameterizedTest
    @EnumSource(names = "H2_PRIOR_KNOWLEDGE", mode = EnumSource.Mode.EXCLUDE)
    void manyRequestsShareOneConnection(Asking asking) {
        String shown = curl(asking, "/bytes/[1-40]", "-o", "/dev/null", "-w", "%{num_connects} %{http_code}\\n");
        assertEquals(40, shown.lines().filter(line -> line.endsWith(" 200")).count(), shown);
        assertEquals(1, shown.lines().filter(line -> line.startsWith("1 ")).count(), shown);
    }

    @Test
    void aCertificateForAnotherNameIsNotAccepted() {
        Programs.Ended ended = Programs.run(
                "curl",
                "-sS",
                "--cacert",
                proxy.certificates().caFile().toString(),
                "--resolve",
                "other.test:" + proxy.tlsPort() + ":127.0.0.1",
                "https://other.test:" + proxy.tlsPort() + "/");
        assertEquals(60, ended.exitCode(), ended.output());
    }

    @Test
    void plainHttpOnATlsPortIsToldSo() {
        String shown = Programs.run("curl", "-sS", "-i", "http://127.0.0.1:" + proxy.tlsPort() + "/")
                .good();
        assertTrue(shown.startsWith("HTTP/1.1 400 "), shown);
        assertTrue(shown.toLowerCase(Locale.ROOT).contains("x-unique-request-id: "), shown);
    }
}
