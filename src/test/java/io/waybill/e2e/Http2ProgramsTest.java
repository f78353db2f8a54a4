package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.AccessLines;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.Programs;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of HTTP/2 that others have made. */
class Http2ProgramsTest {

    private static final String CONFIG = "pools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + AccessLines.CONFIG;
    private static final String SECURE = "listeners: {secure: {address: \"127.0.0.1:0\", tls: {certificates: [%s]}}}\n";
    private static final int LARGE = 8 * 1024 * 1024;

    @TempDir
    Path directory;

    @Test
    void curlWithPriorKnowledgeUploadsAndDownloads() throws Exception {
        Programs.need("curl");
        Path body = Files.write(directory.resolve("body"), new byte[LARGE]);
        try (ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            server.always(request -> HttpText.response(200, HttpText.body(request)));
            Path out = directory.resolve("out");
            String printed = Programs.run(
                            "curl",
                            "-s",
                            "--http2-prior-knowledge",
                            "--data-binary",
                            "@" + body,
                            "-o",
                            out.toString(),
                            "-w",
                            "%{http_code} %{http_version}",
                            "http://127.0.0.1:" + waybill.port("edge") + "/")
                    .good();

            assertEquals("200 2", printed);
            assertEquals(-1, Files.mismatch(body, out));
            assertEquals("POST / HTTP/2.0", AccessLines.of(waybill).field(0, "request"));
        }
    }

    @Test
    void nghttpSendsManyRequestsAtOnce() {
        Programs.need("nghttp");
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            String printed = Programs.run(
                            "nghttp", "-n", "-s", "-m", "50", "http://127.0.0.1:" + waybill.port("edge") + "/")
                    .good();

            assertEquals(
                    50, printed.lines().filter(line -> line.contains(" 200 ")).count(), printed);
            assertEquals(50, AccessLines.of(waybill).await(50).size());
        }
    }

    @Test
    void h2loadLosesNothing() {
        Programs.need("h2load");
        try (ScriptedServer server = ScriptedServer.answering("hello");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, server.port())) {
            String printed = Programs.run(
                            "h2load",
                            "-n",
                            "5000",
                            "-c",
                            "10",
                            "-m",
                            "20",
                            "http://127.0.0.1:" + waybill.port("edge") + "/")
                    .good();

            assertTrue(printed.contains("5000 succeeded, 0 failed, 0 errored, 0 timeout"), printed);
        }
    }

    @Test
    void clientOfTheJdkSpeaksHttp2OverTls() throws Exception {
        try (TestCertificates authority = TestCertificates.make();
                ScriptedServer server = ScriptedServer.start();
                RunningWaybill waybill = RunningWaybill.withConfig(
                        SECURE + CONFIG, authority.server("localhost").yaml(), server.port())) {
            server.always(request -> HttpText.response(200, HttpText.body(request)));
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(authority.trusting())
                    .version(HttpClient.Version.HTTP_2)
                    .build();
            URI uri = URI.create("https://localhost:" + waybill.port("secure") + "/");
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString("body " + i))
                        .build();
                responses.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> response = responses.get(i).get();
                assertEquals(HttpClient.Version.HTTP_2, response.version());
                assertEquals("body " + i, response.body());
            }
        }
    }
}
