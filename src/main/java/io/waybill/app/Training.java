package io.waybill.app;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A short life of a proxy, from start to stop with some requests in it, for the JVM to see which classes that takes. */
final class Training {

    private static final int REQUESTS = 200;

    private Training() {}

    /** @throws IOException if a request is not answered as it should be */
    static void run(Path directory) throws IOException {
        Path file = Files.createTempFile("waybill-train", ".yaml");
        Path log = Files.createTempFile("waybill-train", ".log");
        try (SampleServer server = SampleServer.start("amber")) {
            Files.writeString(file, """
                    listeners: {edge: {address: "127.0.0.1:0"}}
                    admin: {address: "127.0.0.1:0"}
                    accessLog: {file: "%s"}
                    routes:
                      - {host: "*.example.com", path: /api/, pool: sample}
                      - {pool: sample}
                    pools:
                      sample:
                        servers: [{name: amber, address: "127.0.0.1:%d"}]
                    """.formatted(log, server.port()));
            if (!(ConfigFile.read(file, System::getenv) instanceof LoadResult.Loaded loaded)) {
                throw new IOException("the training configuration is wrong");
            }
            Waybill waybill = Waybill.start(loaded, directory, List.of("train"));
            drive(waybill);
            waybill.stop(Duration.ofSeconds(1));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(log);
        }
    }

    private static void drive(Waybill waybill) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        String proxy = "http://127.0.0.1:" + waybill.port("edge") + "/";
        String admin = "http://127.0.0.1:" + waybill.adminPort();
        for (int i = 0; i < REQUESTS; i++) {
            expectOk(client, proxy + i);
        }
        for (String page : List.of("/stats", "/stats?format=text", "/metrics", "/ready", "/health")) {
            expectOk(client, admin + page);
        }
    }

    private static void expectOk(HttpClient client, String uri) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
            if (status != 200) {
                throw new IOException(uri + " was answered with " + status);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
