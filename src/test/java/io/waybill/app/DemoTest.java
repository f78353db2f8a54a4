package io.waybill.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.RawClient;
import io.waybill.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {

    private static final String GET = "GET /any?x=1 HTTP/1.1\r\nHost: x\r\nX-Unique-Request-Id: order-4711\r\n\r\n";

    @Test
    void aSampleServerSaysItsNameAndTheId() throws IOException {
        try (SampleServer amber = SampleServer.start("amber");
                RawClient client = RawClient.connect(amber.port())) {
            assertTrue(client.send(GET).readResponse().endsWith("\r\n\r\nhello from amber, request order-4711\n"));
            assertTrue(client.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab")
                    .readResponse()
                    .endsWith("\r\n\r\nhello from amber, no request ID\n"));
        }
    }

    @Test
    void aSampleServerGoesAwayAndComesBack() throws IOException {
        try (SampleServer amber = SampleServer.start("amber");
                RawClient other = RawClient.connect(amber.port());
                RawClient client = RawClient.connect(amber.port())) {
            other.send(GET).readResponse();
            String response = client.send("POST /down?for=1s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .readResponse();
            assertTrue(response.endsWith("amber goes away for 1 seconds\n"), response);
            assertTrue(client.isClosedByPeer());
            assertTrue(other.isClosedByPeer());
            Waiting.until("the server is away", () -> tryOnce(amber.port()).isEmpty());
            Waiting.until("the server is back", () -> tryOnce(amber.port()).endsWith("order-4711\n"));
        }
    }

    private static String tryOnce(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(GET).readResponse();
        } catch (RuntimeException stillAway) {
            return "";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "s", "-1s", "99999s", "1.5s", "10m"})
    void aTimeThatIsNoneIsRefused(String time) throws IOException {
        try (SampleServer amber = SampleServer.start("amber");
                RawClient client = RawClient.connect(amber.port())) {
            String response = client.send(
                            "POST /down?for=" + time + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .readResponse();
            assertTrue(response.startsWith("HTTP/1.1 400 "), response);
            assertTrue(client.send(GET).readResponse().startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void theDemoWritesAConfigurationWithItsThreeServersAndRemovesItAtTheEnd() throws IOException {
        Path file;
        try (Demo demo = Demo.start(0)) {
            file = demo.configFile();
            String yaml = Files.readString(file);
            assertEquals(
                    List.of("amber", "birch", "cedar"),
                    demo.servers().stream().map(SampleServer::name).toList());
            for (SampleServer server : demo.servers()) {
                assertTrue(
                        yaml.contains("{name: " + server.name() + ", address: \"127.0.0.1:" + server.port() + "\"}"));
            }
            String introduction = demo.introduction(8081, 9120, "waybill");
            assertTrue(introduction.contains("curl http://127.0.0.1:8081/hello "), introduction);
            assertTrue(introduction.contains("http://127.0.0.1:9120/stats?format=text"), introduction);
            assertTrue(introduction.contains("waybill ready sample/amber --admin http://127.0.0.1:9120"), introduction);
            assertTrue(introduction.lines().allMatch(line -> line.length() <= 110), introduction);
        }
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(file.getParent()));
    }
}
