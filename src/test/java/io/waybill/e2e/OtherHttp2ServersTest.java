package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.Programs;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 servers that are not ours: nghttpd and HAProxy, where they are installed. */
class OtherHttp2ServersTest {

    private static final String GET = "GET /file.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    @TempDir
    Path directory;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process start(int port, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Waiting.until(command.get(0) + " listens", () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
        return process;
    }

    private static void askManyTimes(RunningWaybill waybill, String expected) {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            for (int i = 0; i < 50; i++) {
                String answer = client.send(GET).readResponse();
                assertEquals(200, HttpText.status(answer));
                assertEquals(expected, HttpText.body(answer));
            }
        }
    }

    @Test
    void nghttpdAnswersWithAndWithoutTls() throws IOException {
        Programs.need("nghttpd");
        String body = "x".repeat(100_000);
        Files.writeString(directory.resolve("file.txt"), body);
        try (TestCertificates certificates = TestCertificates.make()) {
            TestCertificates.Issued issued = certificates.server("127.0.0.1");
            int plain = freePort();
            int secure = freePort();
            String root = directory.toString();
            Process plainServer =
                    start(plain, List.of("nghttpd", "-a", "127.0.0.1", "-d", root, "--no-tls", "" + plain));
            Process secureServer = start(
                    secure,
                    List.of(
                            "nghttpd",
                            "-a",
                            "127.0.0.1",
                            "-d",
                            root,
                            "" + secure,
                            "" + issued.key(),
                            "" + issued.chain()));
            try (RunningWaybill toPlain = RunningWaybill.withConfig(
                            "pools: {web: {http: h2, servers: [\"127.0.0.1:%d\"], check: {http: /file.txt}}}", plain);
                    RunningWaybill toSecure = RunningWaybill.withConfig(
                            "pools: {web: {http: auto, tls: {ca: \"%s\"}, servers: [\"https://127.0.0.1:%d\"],"
                                    + " check: {http: /file.txt}}}",
                            certificates.caFile(), secure)) {
                askManyTimes(toPlain, body);
                askManyTimes(toSecure, body);
            } finally {
                plainServer.destroy();
                secureServer.destroy();
            }
        }
    }

    @Test
    void haproxyAnswersWithPriorKnowledge() throws IOException {
        Programs.need("haproxy");
        int port = freePort();
        try (ScriptedServer origin = ScriptedServer.answering("behind")) {
            Path file = Files.writeString(
                    directory.resolve("haproxy.cfg"),
                    "defaults\n mode http\n timeout client 10s\n timeout server 10s\n timeout connect 5s\n"
                            + "listen web\n bind 127.0.0.1:" + port + " proto h2\n server one 127.0.0.1:"
                            + origin.port()
                            + "\n");
            Process process = start(port, List.of("haproxy", "-db", "-f", file.toString()));
            try (RunningWaybill waybill =
                    RunningWaybill.withConfig("pools: {web: {http: h2, servers: [\"127.0.0.1:%d\"]}}", port)) {
                askManyTimes(waybill, "behind");
            } finally {
                process.destroy();
            }
        }
    }
}
