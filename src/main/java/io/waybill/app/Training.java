package io.waybill.app;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A short life of a proxy, from start to stop with some requests in it, for the JVM to see which classes that takes. */
final class Training {

    private static final int REQUESTS = 200;
    private static final int TIMEOUT_MILLIS = 10_000;

    private Training() {}

    /** @throws IOException if a request is not answered as it should be */
    static void run(Path directory) throws IOException {
        Path files = Files.createTempDirectory("waybill-train");
        try (SampleServer server = SampleServer.start("amber")) {
            Path file = files.resolve("waybill.yaml");
            TrainingCertificate certificate = TrainingCertificate.make(files);
            Files.writeString(file, config(files.resolve("access.log"), server.port(), certificate));
            if (!(ConfigFile.read(file, System::getenv) instanceof LoadResult.Loaded loaded)) {
                throw new IOException("the training configuration is wrong");
            }
            Waybill waybill = Waybill.start(loaded, directory, List.of("train"));
            drive(waybill, certificate != null);
            waybill.stop(Duration.ofSeconds(1));
        } finally {
            delete(files);
        }
    }

    private static String config(Path log, int server, @Nullable TrainingCertificate certificate) throws IOException {
        String common = """
                admin: {address: "127.0.0.1:0"}
                accessLog: {file: "%s"}
                """.formatted(log);
        String sample = "  sample: {servers: [{name: amber, address: \"127.0.0.1:" + server + "\"}]}\n";
        if (certificate == null) {
            return common + "listeners: {edge: {address: \"127.0.0.1:0\"}}\nroutes: [{host: \"*.example.com\","
                    + " path: /api/, pool: sample}, {pool: sample}]\npools:\n" + sample;
        }
        // It is its own server, by each version: so both sides of TLS are learned, and no client of the JVM.
        return common + """
                listeners:
                  edge: {address: "127.0.0.1:0"}
                  secure: {address: "127.0.0.1:%1$d", tls: {certificates: [{certificate: "%2$s", key: "%3$s"}]}}
                routes:
                  - {host: "*.example.com", path: /api/, pool: sample}
                  - {listener: edge, path: /h1/, pool: h1}
                  - {listener: edge, path: /h2/, pool: h2}
                  - {pool: sample}
                pools:
                  h1: {servers: ["127.0.0.1:%1$d"], http: h1, tls: {verify: false}}
                  h2: {servers: ["127.0.0.1:%1$d"], http: h2, tls: {verify: false}}
                """.formatted(freePort(), certificate.certificate(), certificate.key()) + sample;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void drive(Waybill waybill, boolean secure) throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            expectOk(waybill.port("edge"), "/" + i);
            if (secure) {
                expectOk(waybill.port("edge"), (i % 2 == 0 ? "/h1/" : "/h2/") + i);
            }
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
