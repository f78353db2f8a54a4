package io.waybill.app;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A short life of a proxy, from start to stop with some requests in it, for the JVM to see which classes that takes. */
final class Training {

    private static final int REQUESTS = 200;
    private static final int TIMEOUT_MILLIS = 10_000;

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
        for (int i = 0; i < REQUESTS; i++) {
            expectOk(waybill.port("edge"), "/" + i);
        }
        for (String page : List.of("/stats", "/stats?format=text", "/metrics", "/ready", "/health")) {
            expectOk(waybill.adminPort(), page);
        }
    }

    /** On a plain socket, so that the JVM learns no class of an HTTP client. */
    private static void expectOk(int port, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new IOException(target + " was answered with "
                        + answer.lines().findFirst().orElse("nothing"));
            }
        }
    }
}
